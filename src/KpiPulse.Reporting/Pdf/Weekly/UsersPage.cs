namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Page 3: what users said of it.</summary>
internal static class UsersPage
{
    public static PaperSection Of(WeeklyReport report, Printed printed) => new("Users: CSAT", new Stack(
    [
        new Columns([(TrendCharts.Of(report, printed, "csat", 205), 1.35f), (TrendCharts.Of(report, printed, "response_rate", 205), 1f)]),
        new TextBlock("By market, each against its own usual range; markets are not ranked, because people answer scales differently.", Paper.Body, Palette.Usual) { IsHeading = true },
        TrendCharts.Multiples(report, printed, report.ByMarket, "csat", across: 5),
    ]));
}
