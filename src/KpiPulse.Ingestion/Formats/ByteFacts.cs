using System.Buffers;

namespace KpiPulse.Ingestion.Formats;

/// <summary>
/// What the bytes of a text file tell while they stream by: line ends, NULs, quotes, the longest line. Quotes are only counted by their
/// parity here; where that is not plain, <see cref="RecordReader"/> looks closely.
/// </summary>
internal sealed class ByteFacts
{
    private static readonly SearchValues<byte> Telling = SearchValues.Create("\"\r\n\0"u8);

    /// <summary>A tab, or a byte that begins a no-break space or a byte order mark (and some letters too).</summary>
    private static readonly SearchValues<byte> OddSpaces = SearchValues.Create([(byte)'\t', 0xC2, 0xEF]);

    private readonly List<byte> start = new(4);
    private readonly Utf8Watch utf8 = new();
    private long bytes;
    private long lineStart;
    private bool inQuotes;
    private bool afterCarriageReturn;
    private bool ended;
    private bool hasOddSpaces;

    public long LineFeeds { get; private set; }

    public long CarriageReturnLineFeeds { get; private set; }

    public long CarriageReturns { get; private set; }

    /// <summary>Line ends between an odd and an even quote: records of several lines, or stray quotes.</summary>
    public long LineEndsInQuotes { get; private set; }

    public long BlankLines { get; private set; }

    public long Quotes { get; private set; }

    public long Nuls { get; private set; }

    public long LongestLine { get; private set; }

    public long Bytes => bytes;

    /// <summary>Lines with something in them, if no line end stands inside quotes.</summary>
    public long FilledLines => LineFeeds + CarriageReturnLineFeeds + CarriageReturns - BlankLines + (LastLineIsFilled ? 1 : 0);

    private bool LastLineIsFilled { get; set; }

    public bool HasOneKindOfLineEnd => new[] { LineFeeds, CarriageReturnLineFeeds, CarriageReturns }.Count(count => count > 0) <= 1 && CarriageReturns == 0;

    /// <summary>Records are lines: what stands between quotes holds no line end.</summary>
    public bool RecordsAreLines => LineEndsInQuotes == 0 && Quotes % 2 == 0;

    public bool IsUtf8 => utf8.IsValid;

    /// <summary>Other white space than blanks may stand beside a value, if records are lines: at worst a false alarm, never a miss.</summary>
    public bool HasOddSpaces => hasOddSpaces || CarriageReturns + CarriageReturnLineFeeds > 0;

    public bool StartsWith(ReadOnlySpan<byte> mark) => start.Count >= mark.Length && System.Runtime.InteropServices.CollectionsMarshal.AsSpan(start)[..mark.Length].SequenceEqual(mark);

    public bool HasUtf8Mark => StartsWith([0xEF, 0xBB, 0xBF]);

    public static ByteFacts Of(string path)
    {
        var facts = new ByteFacts();
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var buffer = new byte[1 << 18];
        for (int read; (read = stream.Read(buffer)) > 0;)
            facts.Add(buffer.AsSpan(0, read));
        facts.End();
        return facts;
    }

    public void Add(ReadOnlySpan<byte> part)
    {
        for (var at = 0; at < part.Length && start.Count < 4; at++)
            start.Add(part[at]);

        utf8.Add(part);
        hasOddSpaces = hasOddSpaces || part.ContainsAny(OddSpaces);
        var offset = 0;
        if (afterCarriageReturn && part.Length > 0)
            offset = SettleCarriageReturn(part[0]);
        while (part[offset..].IndexOfAny(Telling) is var found and >= 0)
        {
            var at = offset + found;
            offset = at + 1;
            switch (part[at])
            {
                case (byte)'"':
                    Quotes++;
                    inQuotes = !inQuotes;
                    break;
                case 0:
                    Nuls++;
                    break;
                case (byte)'\n':
                    EndLine(bytes + at, 1, 0);
                    break;
                default:
                    if (offset == part.Length)
                        afterCarriageReturn = true;
                    else if (part[offset] == '\n')
                        EndLine(bytes + at, 2, offset++);
                    else
                        EndLine(bytes + at, 1, -1);
                    break;
            }
        }

        bytes += part.Length;
    }

    public void End()
    {
        if (ended)
            return;

        ended = true;
        if (afterCarriageReturn)
            EndLine(bytes - 1, 1, -1);
        LastLineIsFilled = bytes > lineStart;
        LongestLine = Math.Max(LongestLine, bytes - lineStart);
    }

    /// <summary>The carriage return was the last byte of the part before.</summary>
    private int SettleCarriageReturn(byte next)
    {
        afterCarriageReturn = false;
        EndLine(bytes - 1, next == '\n' ? 2 : 1, next == '\n' ? 1 : -1);
        return next == '\n' ? 1 : 0;
    }

    private void EndLine(long at, int width, int kind)
    {
        if (inQuotes)
            LineEndsInQuotes++;
        else if (width == 2)
            CarriageReturnLineFeeds++;
        else if (kind < 0)
            CarriageReturns++;
        else
            LineFeeds++;

        if (!inQuotes && at == lineStart)
            BlankLines++;
        LongestLine = Math.Max(LongestLine, at - lineStart);
        lineStart = at + width;
    }
}
