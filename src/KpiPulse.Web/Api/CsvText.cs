using System.Globalization;

namespace KpiPulse.Web.Api;

/// <summary>CSV (RFC 4180) whose cells a spreadsheet cannot run: those that it would take for formulas are made text (I9).</summary>
internal static class CsvText
{
    public static void WriteLine(TextWriter output, IEnumerable<string?> cells) => output.Write(string.Join(',', cells.Select(Safe)) + "\r\n");

    private static string Safe(string? cell)
    {
        if (string.IsNullOrEmpty(cell))
            return "";

        // Full-width forms are read as operators by spreadsheets in East Asian locales.
        var isFormula = "=+-@\t\r\0＝＋－＠".Contains(cell[0], StringComparison.Ordinal) && !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        var text = isFormula ? "'" + cell : cell;
        return text.AsSpan().IndexOfAny("\",\r\n") >= 0 ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
    }
}
