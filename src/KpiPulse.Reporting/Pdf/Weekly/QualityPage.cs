namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Page 7: how good the answers were.</summary>
internal static class QualityPage
{
    public static PaperSection Of(WeeklyReport report, Printed printed) => new("Quality", new Stack(
    [
        new Columns([(TrendCharts.Of(report, printed, "quality", 205), 1f), (TrendCharts.Of(report, printed, "quality_pass_rate", 205), 1f), (TrendCharts.Of(report, printed, "critical_accuracy", 205), 1f)]),
        new TextBlock("Quality by line of business, each against its own usual range", Paper.Heading) { IsHeading = true },
        TrendCharts.Multiples(report, printed, report.ByLob, "quality", across: 3, height: 112),
    ]));
}
