namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Page 1: what a leader reads who reads one page.</summary>
internal static class SummaryPage
{
    public static PaperSection Of(WeeklyReport report, Printed printed) => new("Summary", new Stack(
    [
        KpiStrip.Of(report, printed),
        new Gap(4),
        Columns.Equal([TrendCharts.Of(report, printed, "csat", 175), TrendCharts.Of(report, printed, "sla_first_reply", 175)]),
    ]));
}
