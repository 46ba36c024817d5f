using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Tickets;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace KpiPulse.Web.Api;

/// <summary>
/// The list as it stands on the screen, as a workbook: same columns, same zone, all rows. Texts are cells of type text, so that none of them
/// can run as a formula (I9).
/// </summary>
internal static class TicketsXlsx
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static byte[] Of(TicketPage page, IReadOnlyDictionary<string, ClockUse> clocks)
    {
        using var file = new MemoryStream();
        var zone = ReportingZone.Of(page.Zone);
        file.SaveAs(page.Rows.Select(row => CellsOf(row, page, zone, clocks.GetValueOrDefault(row.SubjectId))).DefaultIfEmpty(Headers(page)), sheetName: "Tickets", configuration: new OpenXmlConfiguration { AutoFilter = true, FreezeRowCount = 1 });
        return file.ToArray();
    }

    private static Dictionary<string, object?> CellsOf(TicketRow row, TicketPage page, ReportingZone zone, ClockUse? use) => new()
    {
        ["Ticket"] = row.TicketId,
        [$"Counted at ({page.Zone})"] = zone.LocalTimeOf(row.AttributedAt),
        [page.Metric.Label] = page.Metric.Aggregation switch
        {
            Aggregation.Ratio => row.Numerator >= 1 ? "met" : "missed",
            Aggregation.Count or Aggregation.Level => null,
            _ => row.Numerator,
        },
        ["Used minutes"] = use?.ElapsedMinutes,
        ["Target minutes"] = use?.TargetMinutes,
        ["Market"] = row.Market,
        ["LOB"] = row.Lob,
        ["Tier"] = row.Tier is null ? null : int.Parse(row.Tier, CultureInfo.InvariantCulture),
        ["Site"] = row.Site,
        ["Team"] = row.Team,
        ["Channel"] = row.Channel,
        ["Category"] = row.Category,
        ["Priority"] = row.Priority,
        ["Status"] = row.Status,
        [$"Created ({page.Zone})"] = zone.LocalTimeOf(row.CreatedAt),
        [$"Solved ({page.Zone})"] = row.SolvedAt is { } solved ? zone.LocalTimeOf(solved) : null,
    };

    // A sheet without rows still says what its columns would be.
    private static Dictionary<string, object?> Headers(TicketPage page) =>
        ((string[])["Ticket", $"Counted at ({page.Zone})", page.Metric.Label, "Market", "LOB"]).ToDictionary(name => name, _ => (object?)null);
}
