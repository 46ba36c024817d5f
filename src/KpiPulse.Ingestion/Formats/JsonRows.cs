using System.Text;
using System.Text.Json;

namespace KpiPulse.Ingestion.Formats;

/// <summary>
/// JSON lines, or one array of objects: each object a record, its members the columns, nested ones as <c>outer.inner</c>. Read twice, once for
/// the names and once for the values, so that no more than a line (or an array) is held.
/// </summary>
internal sealed class JsonRows(string path, string name) : ITabularRows
{
    private const int LargestArray = 512 << 20;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <exception cref="FileRefusedException">An array that is not sound as a whole.</exception>
    public IReadOnlyList<string> Names()
    {
        // In the order of their first appearance.
        Dictionary<string, int> names = new(StringComparer.Ordinal);
        foreach (var row in Rows())
        {
            foreach (var member in row.Values.Keys)
                names.TryAdd(member, names.Count);
        }

        return [.. names.OrderBy(member => member.Value).Select(member => member.Key)];
    }

    public IEnumerable<TabularRow> Rows() => IsArray() ? Elements() : Lines();

    private bool IsArray()
    {
        using var stream = File.OpenRead(path);
        for (int next; (next = stream.ReadByte()) >= 0;)
        {
            if (next is not (' ' or '\n' or '\r' or '\t' or 0xEF or 0xBB or 0xBF))
                return next == '[';
        }

        return false;
    }

    private IEnumerable<TabularRow> Lines()
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        long line = 0;
        for (string? text; (text = reader.ReadLine()) is not null;)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
                yield return Row(line, text);
        }
    }

    private static TabularRow Row(long line, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new TabularRow(line, Flat(document.RootElement), null)
                : new TabularRow(line, Nothing, "is no JSON object");
        }
        catch (JsonException failure)
        {
            return new TabularRow(line, Nothing, failure.Message);
        }
    }

    private List<TabularRow> Elements()
    {
        if (new FileInfo(path).Length > LargestArray)
            throw new FileRefusedException($"{name} is one JSON array of more than {LargestArray >> 20} MB. Export it as JSON lines, one object a line.");

        var bytes = File.ReadAllBytes(path).AsSpan();
        bytes = bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        List<TabularRow> rows = [];
        long line = 1, counted = 0;
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                line += bytes[(int)counted..(int)reader.TokenStartIndex].Count((byte)'\n');
                counted = reader.TokenStartIndex;
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw new JsonException("an element is no object");
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                using var element = JsonDocument.Parse(bytes[start..(int)reader.BytesConsumed].ToArray(), Strict);
                rows.Add(new TabularRow(line, Flat(element.RootElement), null));
            }

            if (reader.TokenType != JsonTokenType.EndArray)
                throw new JsonException("the array does not end");
            return rows;
        }
        catch (JsonException failure)
        {
            throw new FileRefusedException($"{name}, around line {line}: {failure.Message} The array cannot be read safely, so nothing was loaded. Export it again, best as JSON lines.", failure);
        }
    }

    private static Dictionary<string, string> Flat(JsonElement element)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        Add(element, "");
        return values;

        void Add(JsonElement part, string prefix)
        {
            foreach (var member in part.EnumerateObject())
            {
                var name = prefix + member.Name;
                if (member.Value.ValueKind == JsonValueKind.Object)
                    Add(member.Value, name + ".");
                else
                    values[name] = member.Value.ValueKind == JsonValueKind.Null ? "" : member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            }
        }
    }

    private static readonly Dictionary<string, string> Nothing = [];
}
