using KpiPulse.Metrics;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>What the numbers mean, what they rest on and how to check them.</summary>
internal static class MethodPage
{
    public static PaperSection Of(WeeklyReport report) => new("Data and method", new Stack(
    [
        new TextBlock("Definitions", Paper.Heading) { IsHeading = true },
        new Table(
            [new PaperColumn("Metric", 1.2f), new PaperColumn("Version", 0.5f, TextAnchor.End), new PaperColumn("Definition", 6)],
            [.. report.Trends.Values.Select(trend => trend.Metric).Select(metric => (IReadOnlyList<Block>)
                [new TextBlock(metric.Label, Paper.CellStrong), new TextBlock(metric.Version.ToString(WeeklyReport.Culture), Paper.AtEnd(Paper.Cell)), new TextBlock(metric.Definition, Paper.Cell)])]),
        new TextBlock("How it is judged", Paper.Heading) { IsHeading = true },
        .. Rules.Select(rule => new TextBlock(rule, Paper.Body)),
    ]));

    private static readonly string[] Rules =
    [
        "Rates are sums over sums, never means of rates; a number without rows is a dash, not zero. Under 5 rows only the count is shown, under 30 nothing is coloured.",
        "A signal is a point outside the natural process limits of its own 26 weeks, seven weeks on one side of the mean or in one direction, or two of three near a limit (XmR, NHS Making Data Count). Everything else is usual variation, and stays grey.",
        "Intervals are Wilson 95%. SLA, reopen and escalation judge every ticket, so met or missed is a fact there, not an estimate.",
        "Dimensions are those at the instant that counts for the metric, not today's. Weeks are ISO weeks in the zone named below.",
    ];
}
