using System.Buffers;
using System.Text;

namespace KpiPulse.Ingestion.Formats;

/// <summary>How a CSV is written. Bytes, since all three are ASCII in every encoding that is read this way.</summary>
internal sealed record CsvDialect(byte Delimiter, byte Quote, byte Escape)
{
    /// <summary>What we write ourselves.</summary>
    public static readonly CsvDialect Plain = new((byte)',', (byte)'"', (byte)'"');
}

/// <summary>
/// Walks over a CSV record by record and tells where each stands. It knows quotes as DuckDB does: one opens a value only at its beginning.
/// For headers, for line numbers of rejected records, and to count what a file offers without asking DuckDB.
/// </summary>
internal sealed class RecordReader
{
    private readonly Stream stream;
    private readonly CsvDialect dialect;
    private readonly SearchValues<byte> ends;
    private byte[] buffer = new byte[1 << 16];
    private int begin;
    private int filled;
    private int contentLength;
    private int recordLength;
    private int linesInRecord;
    private bool atEnd;

    public RecordReader(Stream stream, CsvDialect dialect)
    {
        this.stream = stream;
        this.dialect = dialect;
        ends = SearchValues.Create([dialect.Delimiter, (byte)'\n', (byte)'\r']);
    }

    /// <summary>Byte offset of the record.</summary>
    public long Offset { get; private set; }

    /// <summary>Physical line (from 1) on which the record begins.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Physical line after the record.</summary>
    public long NextLine => Line + linesInRecord;

    public long NextOffset => Offset + recordLength;

    /// <summary>Without its line end.</summary>
    public ReadOnlySpan<byte> Content => buffer.AsSpan(begin, contentLength);

    public bool IsBlank => contentLength == 0;

    /// <summary>The file ended inside a quoted value that began in this record.</summary>
    public bool EndsInQuotes { get; private set; }

    /// <summary>A quoted value went on after its closing quote: where it was meant to end is anybody's guess.</summary>
    public bool QuoteGoesOn { get; private set; }

    public bool Read()
    {
        QuoteGoesOn = false;
        Offset += recordLength;
        Line += linesInRecord;
        begin += recordLength;
        recordLength = contentLength = linesInRecord = 0;
        if (begin >= filled && !Fill())
            return false;

        Scan();
        return true;
    }

    /// <summary>The record's values, decoded.</summary>
    public static List<string> Values(ReadOnlySpan<byte> content, CsvDialect dialect, Encoding encoding)
    {
        List<string> values = [];
        var value = new ArrayBufferWriter<byte>(64);
        bool inQuotes = false, wasQuoted = false;
        for (var at = 0; at < content.Length; at++)
        {
            var here = content[at];
            if (inQuotes && here == dialect.Escape && at + 1 < content.Length && content[at + 1] == dialect.Quote)
                value.Write(content.Slice(++at, 1));
            else if (inQuotes && here == dialect.Quote)
                inQuotes = false;
            else if (!inQuotes && here == dialect.Quote && value.WrittenCount == 0 && !wasQuoted)
                inQuotes = wasQuoted = true;
            else if (!inQuotes && here == dialect.Delimiter)
                Take();
            else
                value.Write(content.Slice(at, 1));
        }

        Take();
        return values;

        void Take()
        {
            values.Add(encoding.GetString(value.WrittenSpan));
            value.ResetWrittenCount();
            wasQuoted = false;
        }
    }

    private void Scan()
    {
        var at = 0;
        bool inQuotes = false, atValueStart = true;
        while (true)
        {
            if (!Has(at))
            {
                contentLength = recordLength = at;
                linesInRecord++;
                EndsInQuotes = inQuotes;
                return;
            }

            var here = buffer[begin + at];
            if (inQuotes)
            {
                if (here == dialect.Quote && dialect.Escape == dialect.Quote && Has(at + 1) && buffer[begin + at + 1] == dialect.Quote)
                    at += 2;
                else if (here == dialect.Escape && dialect.Escape != dialect.Quote && Has(at + 1))
                    at += 2;
                else
                    at = here == dialect.Quote ? LeaveQuotes(at, out inQuotes) : PassOver(at, here);
            }
            else if (atValueStart && here == dialect.Quote)
            {
                inQuotes = true;
                atValueStart = false;
                at++;
            }
            else if (here == dialect.Delimiter)
            {
                atValueStart = true;
                at++;
            }
            else if (here is (byte)'\n' or (byte)'\r')
            {
                contentLength = at;
                recordLength = here == '\r' && Has(at + 1) && buffer[begin + at + 1] == '\n' ? at + 2 : at + 1;
                linesInRecord++;
                return;
            }
            else
            {
                atValueStart = false;
                var found = buffer.AsSpan(begin + at, filled - begin - at).IndexOfAny(ends);
                at = found < 0 ? filled - begin : at + found;
            }
        }
    }

    private int LeaveQuotes(int at, out bool inQuotes)
    {
        inQuotes = false;
        at++;
        QuoteGoesOn |= Has(at) && buffer[begin + at] != dialect.Delimiter && buffer[begin + at] is not ((byte)'\n' or (byte)'\r');
        return at;
    }

    /// <summary>One byte inside quotes, or all up to the next that matters.</summary>
    private int PassOver(int at, byte here)
    {
        if (here == '\n' || (here == '\r' && !(Has(at + 1) && buffer[begin + at + 1] == '\n')))
            linesInRecord++;
        var rest = buffer.AsSpan(begin + at + 1, filled - begin - at - 1);
        var found = rest.IndexOfAny([dialect.Quote, dialect.Escape, (byte)'\n', (byte)'\r']);
        return found < 0 ? filled - begin : at + 1 + found;
    }

    private bool Has(int at) => begin + at < filled || (Fill() && begin + at < filled);

    private bool Fill()
    {
        if (atEnd)
            return false;

        if (begin > 0)
        {
            Buffer.BlockCopy(buffer, begin, buffer, 0, filled - begin);
            filled -= begin;
            begin = 0;
        }

        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = stream.Read(buffer, filled, buffer.Length - filled);
        atEnd = read == 0;
        filled += read;
        return read > 0;
    }
}
