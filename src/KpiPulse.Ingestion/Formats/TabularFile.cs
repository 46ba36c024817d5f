using System.Text;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion.Formats;

/// <param name="Line">Where the record stands in its file, from 1.</param>
/// <param name="Broken">Why it could not be read; null when it could.</param>
internal sealed record TabularRow(long Line, IReadOnlyDictionary<string, string> Values, string? Broken)
{
    /// <summary>The text of a record that could not be read, which is all that is left of it.</summary>
    public string? Text { get; init; }
}

/// <summary>A format that is not CSV: named columns and records, nothing else.</summary>
internal interface ITabularRows
{
    IEnumerable<TabularRow> Rows();
}

/// <summary>Records of any format, written into the staging folder as a plain CSV, with the place that each came from.</summary>
internal sealed class TabularFile(ITabularRows source, IReadOnlyList<string> names)
{
    private const int TextKept = 4000;

    public (StagedFile Staged, RecordLayout Layout) Stage(string stagedPath)
    {
        List<long> lines = [];
        long longest = 0;
        var hasNul = false;
        using (var to = new StreamWriter(stagedPath, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            var record = new StringBuilder();
            foreach (var row in source.Rows())
            {
                lines.Add(row.Line);
                record.Clear();
                foreach (var name in names)
                    Quote(record, row.Values.GetValueOrDefault(name)).Append(',');
                Quote(record, row.Broken).Append(',');
                Quote(record, row.Text).Append('\n');
                longest = Math.Max(longest, Encoding.UTF8.GetMaxByteCount(record.Length));
                foreach (var chunk in record.GetChunks())
                {
                    hasNul |= chunk.Span.Contains('\0');
                    to.Write(chunk.Span);
                }
            }
        }

        var staged = new StagedFile(stagedPath, ',', '"', '"', SkipLines: 0, [.. names, "(record)", "(text)"], longest, hasNul) { BrokenColumn = names.Count };
        var first = lines.Count > 0 ? lines[0] : 1;
        var inStep = lines.Count == 0 || lines[^1] - first == lines.Count - 1;
        return (staged, new RecordLayout(first, inStep ? lines.Count : null, question => Locate(stagedPath, lines, first, question)));
    }

    private static StringBuilder Quote(StringBuilder record, string? value) =>
        string.IsNullOrEmpty(value) ? record : record.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');

    private static RecordAnswer Locate(string stagedPath, List<long> lines, long first, RecordQuestion question)
    {
        if (question.BrokenOffsets.Count > 0)
            throw new FileRefusedException("The staged copy of the file could not be split into its records. This is a fault of KpiPulse; please report it with the file.");

        List<RecordPlace> asked = [];
        List<LineShift> shifts = [];
        using var stream = File.OpenRead(stagedPath);
        var records = new RecordReader(stream, CsvDialect.Plain);
        long shift = 0;
        for (var place = 0; records.Read(); place++)
        {
            if (lines[place] - first - place != shift)
                shifts.Add(new LineShift(place, shift = lines[place] - first - place));
            if (asked.Count < question.Ordinals.Count && question.Ordinals[asked.Count] == place)
                asked.Add(new RecordPlace(lines[place], TextOf(records.Content)));
        }

        return new RecordAnswer(lines.Count, [], asked, shifts);
    }

    /// <summary>As it came, where it could not be read; else its values, without the two columns that are ours.</summary>
    private static string TextOf(ReadOnlySpan<byte> record)
    {
        if (!record.EndsWith(",,"u8))
        {
            var values = RecordReader.Values(record, CsvDialect.Plain, Encoding.UTF8);
            return values[^1].Length > 0 ? values[^1] : string.Join(',', values.SkipLast(2));
        }

        record = record[..^2];
        return Encoding.UTF8.GetString(record[..Math.Min(TextKept, record.Length)]).Replace("\0", "\\0", StringComparison.Ordinal);
    }
}
