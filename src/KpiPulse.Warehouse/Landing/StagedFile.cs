namespace KpiPulse.Warehouse.Landing;

/// <summary>A file that Ingestion has verified and put into the staging folder: one dialect, one kind of line end, UTF-8.</summary>
/// <param name="SkipLines">Lines before the first record.</param>
/// <param name="Header">Names of the columns, in the file's order.</param>
/// <param name="LongestLine">Bytes of the longest record.</param>
/// <param name="IsSuspect">Holds NULs or bytes that are no text: every column is read, since DuckDB looks only at those it needs.</param>
internal sealed record StagedFile(string Path, char Delimiter, char Quote, char Escape, int SkipLines, IReadOnlyList<string> Header, long LongestLine, bool IsSuspect)
{
    /// <summary>A value longer than this rejects its record.</summary>
    public const int LongestValue = 1_000_000;

    /// <summary>Stands where bytes were no text in the encoding that the profile declares; no character at all by the Unicode standard.</summary>
    public const char NoText = '\uffff';

    public int ColumnCount => Header.Count;

    /// <summary>Lines that DuckDB could not split are in the table <c>broken_lines</c>.</summary>
    public bool KeepsBrokenLines { get; init; } = true;

    /// <summary>A column that says why a record could not be read; null for formats that break by themselves.</summary>
    public int? BrokenColumn { get; init; }

    /// <summary>Other white space than blanks may stand beside a value.</summary>
    public bool HasOddPadding { get; init; } = true;

    public bool HasLongValues => LongestLine > LongestValue;

    /// <summary>Everything is said; DuckDB guesses nothing. Columns are named by us and found by the header's names.</summary>
    public string ReadCsv()
    {
        var columns = string.Join(", ", Enumerable.Range(0, ColumnCount).Select(index => $"'c{index}': 'VARCHAR'"));
        var longest = Math.Max(2_097_152, LongestLine + 1024);

        // Not said: new_line. Naming \r\n makes DuckDB 1.5.6 take the whole file for one line.
        return $$"""
            read_csv({{SqlSlots.Literal(Path)}}, auto_detect = false, header = false, skip = {{SkipLines}}, columns = { {{columns}} },
                delim = {{SqlSlots.Literal(Delimiter.ToString())}}, quote = {{SqlSlots.Literal(Quote.ToString())}}, escape = {{SqlSlots.Literal(Escape.ToString())}},
                encoding = 'utf-8', comment = '', nullstr = '', null_padding = false, strict_mode = true, max_line_size = {{longest}},
                buffer_size = {{Math.Max(32 * 1024 * 1024, longest * 2)}}, store_rejects = true, rejects_table = 'broken_lines', rejects_scan = 'broken_scan', rejects_limit = 0)
            """;
    }
}
