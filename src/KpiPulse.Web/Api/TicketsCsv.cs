using System.Globalization;
using KpiPulse.Metrics.Tickets;

namespace KpiPulse.Web.Api;

/// <summary>Ticket rows as CSV.</summary>
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
        CsvText.WriteLine(output, Headers);
        foreach (var row in rows)
            CsvText.WriteLine(output, CellsOf(row));
    }

    public static IReadOnlyList<string?> CellsOf(TicketRow row) =>
    [
        row.TicketId, row.SubjectId, row.SourceSystem, KpiJson.Instant(row.AttributedAt), row.Market, row.Lob, row.Tier, row.Channel, row.Site, row.Team, row.Agent,
        row.Priority, row.Status, row.Language, row.Category, row.Subcategory, KpiJson.Instant(row.CreatedAt), KpiJson.Instant(row.SolvedAt),
        row.Numerator.ToString(CultureInfo.InvariantCulture), row.Basis,
    ];
}
