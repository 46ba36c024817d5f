using System.Globalization;
using KpiPulse.Metrics.Tickets;

namespace KpiPulse.Web.Api;

/// <summary>Ticket rows as CSV (RFC 4180), with cells that a spreadsheet would run as formulas made text (I9).</summary>
internal static class TicketsCsv
{
    public static readonly IReadOnlyList<string> Headers =
    [
        "ticket_id", "subject_id", "source_system", "attributed_at", "market", "lob", "tier", "channel", "site", "team", "agent",
        "priority", "status", "language", "category", "subcategory", "created_at", "solved_at", "value", "basis",
    ];

    public static string Text(IEnumerable<TicketRow> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text, rows);
        return text.ToString();
    }

    public static void Write(TextWriter output, IEnumerable<TicketRow> rows)
    {
        output.Write(string.Join(',', Headers) + "\r\n");
        foreach (var row in rows)
            output.Write(string.Join(',', CellsOf(row).Select(Safe)) + "\r\n");
    }

    public static IReadOnlyList<string?> CellsOf(TicketRow row) =>
    [
        row.TicketId, row.SubjectId, row.SourceSystem, KpiJson.Instant(row.AttributedAt), row.Market, row.Lob, row.Tier, row.Channel, row.Site, row.Team, row.Agent,
        row.Priority, row.Status, row.Language, row.Category, row.Subcategory, KpiJson.Instant(row.CreatedAt), KpiJson.Instant(row.SolvedAt),
        row.Numerator.ToString(CultureInfo.InvariantCulture), row.Basis,
    ];

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
