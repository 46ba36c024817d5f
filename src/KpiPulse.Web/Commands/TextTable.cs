using System.Globalization;

namespace KpiPulse.Web.Commands;

/// <summary>Answers for people at a terminal: aligned columns, an em dash where there is no value.</summary>
internal static class TextTable
{
    private const int Gap = 2;

    public static void Write(TextWriter output, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string?>> rows)
    {
        List<IReadOnlyList<string?>> all = [headers, .. rows];
        var widths = Enumerable.Range(0, headers.Count).Select(column => all.Max(row => Shown(row[column]).Length)).ToArray();
        foreach (var row in all)
            output.WriteLine(string.Concat(row.Select((cell, column) => Shown(cell).PadRight(widths[column] + Gap))).TrimEnd());
    }

    public static string? Number(double? value, int decimals) =>
        value?.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Shown(string? cell) => string.IsNullOrEmpty(cell) ? "—" : cell;
}
