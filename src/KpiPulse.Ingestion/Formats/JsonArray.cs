using System.Text.Json;

namespace KpiPulse.Ingestion.Formats;

/// <summary>The elements of one JSON array, as they stream by: no more than the longest of them is held.</summary>
internal sealed class JsonArray(string path, string name)
{
    private const int LongestElement = 32 << 20;

    private byte[] buffer = new byte[1 << 17];
    private int filled;
    private bool atEnd;
    private long line = 1;
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = JsonRows.Strict.MaxDepth });

    /// <exception cref="FileRefusedException">What is between the elements is not sound, so nobody can say where the next one begins.</exception>
    public IEnumerable<TabularRow> Rows()
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        Fill(stream);
        if (buffer.AsSpan(0, filled).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            Drop(3);
        for (var isLast = false; !isLast; Fill(stream))
        {
            isLast = atEnd;
            foreach (var row in Complete())
                yield return row;
        }
    }

    /// <summary>The elements that lie whole in the buffer, which keeps what follows them.</summary>
    private List<TabularRow> Complete()
    {
        List<TabularRow> rows = [];
        int consumed = 0, counted = 0;
        var reader = new Utf8JsonReader(buffer.AsSpan(0, filled), atEnd, state);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    var start = (int)reader.TokenStartIndex;
                    if (!reader.TrySkip())
                        break;
                    line += buffer.AsSpan(counted..start).Count((byte)'\n');
                    counted = start;
                    rows.Add(JsonRows.Row(line, buffer.AsMemory(start..(int)reader.BytesConsumed)));
                }
                else if (reader.CurrentDepth > 0)
                {
                    throw new JsonException("an element is no object.");
                }

                (consumed, state) = ((int)reader.BytesConsumed, reader.CurrentState);
            }
        }
        catch (JsonException failure)
        {
            throw new FileRefusedException($"{name}, around line {line}: {failure.Message} The array cannot be read safely, so nothing was loaded. Export it again, best as JSON lines.", failure);
        }

        line += buffer.AsSpan(counted..consumed).Count((byte)'\n');
        Drop(consumed);
        return rows;
    }

    private void Drop(int bytes)
    {
        Buffer.BlockCopy(buffer, bytes, buffer, 0, filled - bytes);
        filled -= bytes;
    }

    private void Fill(FileStream stream)
    {
        if (filled == buffer.Length)
        {
            if (filled >= LongestElement)
                throw new FileRefusedException($"{name}, around line {line}: one element of the array is longer than {LongestElement >> 20} MB. Export it as JSON lines, one object a line.");
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
        atEnd = filled + read < buffer.Length;
        filled += read;
    }
}
