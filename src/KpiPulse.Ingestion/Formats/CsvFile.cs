using System.Text;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion.Formats;

/// <summary>The header row of a CSV and where the records begin.</summary>
internal sealed record CsvHeader(IReadOnlyList<string> Names, CsvDialect Dialect, long HeaderLine, long DataLine, long DataOffset);

/// <summary>A CSV in UTF-8: staged as it is where DuckDB can be trusted with it, rewritten where not.</summary>
/// <param name="Path">Archived, or unpacked and recoded in the staging folder.</param>
internal sealed record CsvFile(string Path, string Name, ByteFacts Facts, CsvHeader Header)
{
    private const int LongestRecordTaken = 32 << 20;

    /// <summary>Recoded, and not every byte was text.</summary>
    public bool HoldsNoText { get; init; }

    /// <summary>Filled lines at the end that are no records.</summary>
    public int FooterLines { get; init; }

    /// <summary>Only bytes that a line-wise reader cannot mistake go to DuckDB as they are.</summary>
    private bool NeedsRewriting => Facts.HasUtf8Mark || !Facts.HasOneKindOfLineEnd || Header.DataLine != 2 || FooterLines > 0;

    private bool RecordsAreLines => Facts.RecordsAreLines && Header.Dialect.Quote == '"' && Header.Dialect.Escape == '"';

    /// <exception cref="FileRefusedException">A quoted value never ends, or a record is too long to be one.</exception>
    public (StagedFile Staged, RecordLayout Layout) Stage(string stagedPath)
    {
        var longest = Facts.LongestLine;
        if (NeedsRewriting || !RecordsAreLines)
            longest = Math.Max(longest, LookClosely(NeedsRewriting ? stagedPath : null));
        if (longest > LongestRecordTaken)
            throw new FileRefusedException($"{Name} holds a record of more than {LongestRecordTaken >> 20} MB. A quote that never closes is the usual reason; export it again.");
        if (!NeedsRewriting)
            DurableFiles.Link(Path, stagedPath);

        var staged = new StagedFile(stagedPath, (char)Header.Dialect.Delimiter, (char)Header.Dialect.Quote, (char)Header.Dialect.Escape,
            NeedsRewriting ? 0 : 1, Header.Names, longest, Facts.Nuls > 0 || !Facts.IsUtf8 || HoldsNoText)
        { HasOddPadding = Facts.HasOddSpaces || !RecordsAreLines };
        long? offered = RecordsAreLines && Facts.BlankLines == 0 && !NeedsRewriting ? Math.Max(0, Facts.FilledLines - 1) : null;
        return (staged, new RecordLayout(Header.DataLine, offered, question => new RecordPlaces(this, NeedsRewriting).Locate(question)));
    }

    public RecordReader Records(out FileStream stream)
    {
        stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        stream.Position = Header.DataOffset;
        return new RecordReader(stream, Header.Dialect);
    }

    /// <summary>Filled records before the footer; as many as there are where no footer is expected.</summary>
    public long RecordCount()
    {
        if (FooterLines == 0)
            return long.MaxValue;

        long filled = 0;
        var records = Records(out var stream);
        using var from = stream;
        while (records.Read())
            filled += records.IsBlank ? 0 : 1;
        return Math.Max(0, filled - FooterLines);
    }

    /// <returns>Bytes of the longest record.</returns>
    private long LookClosely(string? rewrittenPath)
    {
        long longest = 0;
        var records = Records(out var stream);
        using var from = stream;
        using var to = rewrittenPath is null ? null : new FileStream(rewrittenPath, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        for (var left = RecordCount(); left > 0 && records.Read();)
        {
            if (records.EndsInQuotes)
                throw new FileRefusedException($"{Name}: a quoted value that begins in the record on line {Header.DataLine + records.Line - 1} never ends, so the records after it cannot be told apart. Export the file again.");
            longest = Math.Max(longest, records.Content.Length);
            left -= records.IsBlank ? 0 : 1;
            if (to is null || records.IsBlank)
                continue;
            to.Write(records.Content);
            to.WriteByte((byte)'\n');
        }

        return longest;
    }
}

/// <summary>The answer to where records stand, by one careful walk over the file.</summary>
internal sealed class RecordPlaces(CsvFile file, bool rewritten)
{
    private const int TextKept = 4000;

    public RecordAnswer Locate(RecordQuestion question)
    {
        List<RecordPlace> broken = [], asked = [];
        List<LineShift> shifts = [];
        long offered = 0, place = 0, shift = 0, stagedOffset = 0;
        var records = file.Records(out var stream);
        using var from = stream;
        for (var left = file.RecordCount(); left > 0 && records.Read();)
        {
            if (records.IsBlank)
                continue;

            left--;
            offered++;
            var offset = rewritten ? stagedOffset : file.Header.DataOffset + records.Offset;
            stagedOffset += records.Content.Length + 1;
            if (broken.Count < question.BrokenOffsets.Count && question.BrokenOffsets[broken.Count] == offset)
            {
                if (records.QuoteGoesOn && records.NextLine - records.Line > 1)
                    throw new FileRefusedException($"{file.Name}: a quoted value in the record on line {file.Header.DataLine + records.Line - 1} is not closed where it should be and swallows the lines after it, so the records cannot be told apart safely. Export the file again.");
                broken.Add(Place(records));
                continue;
            }

            if (records.Line - 1 - place != shift)
                shifts.Add(new LineShift(place, shift = records.Line - 1 - place));
            if (asked.Count < question.Ordinals.Count && question.Ordinals[asked.Count] == place)
                asked.Add(Place(records));
            place++;
        }

        if (broken.Count < question.BrokenOffsets.Count)
            throw new FileRefusedException($"{file.Name}: {question.BrokenOffsets.Count - broken.Count} broken records stand where no record begins. Quotes are out of step; export the file again.");
        return new RecordAnswer(offered, broken, asked, shifts);
    }

    private RecordPlace Place(RecordReader records) =>
        new(file.Header.DataLine + records.Line - 1, Encoding.UTF8.GetString(records.Content[..Math.Min(records.Content.Length, TextKept)]).Replace("\0", "\\0", StringComparison.Ordinal));
}
