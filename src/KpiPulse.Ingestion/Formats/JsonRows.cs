using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace KpiPulse.Ingestion.Formats;

/// <summary>
/// JSON lines, or one array of objects: each object a record, its members the columns, nested ones as <c>outer.inner</c>. Read twice, once for
/// the names and once for the values, so that no more than one record is held.
/// </summary>
internal sealed class JsonRows(string path, string name) : ITabularRows
{
    private const int TextKept = 4000;
    private static readonly Dictionary<string, string> Nothing = [];

    internal static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>In the order of their first appearance.</summary>
    /// <exception cref="FileRefusedException">An array that is not sound as a whole, or no record that can be read.</exception>
    public IReadOnlyList<string> Names()
    {
        Dictionary<string, int> names = new(StringComparer.Ordinal);
        TabularRow? broken = null;
        foreach (var row in Rows())
        {
            broken ??= row.Broken is null ? null : row;
            foreach (var member in row.Values.Keys)
                names.TryAdd(member, names.Count);
        }

        return names.Count == 0 && broken is not null
            ? throw new FileRefusedException($"{name}: no record of it can be read. The first, on line {broken.Line}: {broken.Broken?.TrimEnd('.')}. Export it again.")
            : [.. names.OrderBy(member => member.Value).Select(member => member.Key)];
    }

    public IEnumerable<TabularRow> Rows() => IsArray() ? new JsonArray(path, name).Rows() : Lines();

    /// <summary>One record's text; what cannot be read rejects it and nothing else.</summary>
    internal static TabularRow Row(long line, ReadOnlyMemory<byte> text)
    {
        if (!Utf8.IsValid(text.Span))
            return Broken(line, text, "is not valid UTF-8");

        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new TabularRow(line, Flat(document.RootElement), null) : Broken(line, text, "is no JSON object");
        }
        catch (JsonException failure)
        {
            return Broken(line, text, failure.Message);
        }
    }

    private static TabularRow Broken(long line, ReadOnlyMemory<byte> text, string reason) =>
        new(line, Nothing, reason) { Text = Encoding.UTF8.GetString(text.Span[..Math.Min(text.Length, TextKept)]).Replace("\0", "\\0", StringComparison.Ordinal) };

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
        foreach (var (number, line) in ByteLines.Of(path))
        {
            var text = number == 1 && line.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? line[3..] : line;
            if (!text.Span.TrimStart(" \t"u8).IsEmpty)
                yield return Row(number, text);
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
                var column = prefix + member.Name;
                if (member.Value.ValueKind == JsonValueKind.Object)
                    Add(member.Value, column + ".");
                else if (!values.TryAdd(column, Text(member.Value)))
                    throw new JsonException($"'{column}' stands in it twice");
            }
        }
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Null ? "" : value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }
        catch (InvalidOperationException failure)
        {
            // Half of a surrogate pair, written as \ud800.
            throw new JsonException("a text holds half a character", failure);
        }
    }
}
