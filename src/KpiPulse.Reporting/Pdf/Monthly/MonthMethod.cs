using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Reporting.Pdf.Monthly;

/// <summary>What the numbers mean, how changes are judged and what they rest on.</summary>
internal static class MonthMethod
{
    public static PaperSection Of(MonthlyReport report) => new("Data and method", new Stack(
    [
        new TextBlock("Definitions", Paper.Heading) { IsHeading = true },
        MethodPage.Definitions(report.Drawn.Values.Select(cell => cell.Metric)),
        new TextBlock("How it is judged", Paper.Heading) { IsHeading = true },
        .. Rules.Select(rule => new TextBlock(rule, Paper.Body)),
        new TextBlock("What it rests on", Paper.Heading) { IsHeading = true },
        new TextBlock($"{report.Inputs.Count} received files stand behind the numbers of {report.Request.PeriodName}; the manifest attached to this file names each with its SHA-256.", Paper.Body),
        .. MethodPage.InputTable(report.Inputs),
        new TextBlock(MethodPage.HowToCheck, Paper.Body),
    ], gap: 6));

    private static readonly string[] Rules =
    [
        "Months are calendar months in the zone named below. Rates are sums over sums, never means of rates; a number without rows is a dash, not zero. Under 5 rows only the count is shown, under 30 nothing is coloured.",
        "A change is clear when a test of two shares, held to one false alarm in twenty among all cells (Benjamini–Hochberg), tells it from chance. Intervals of values are Wilson 95%, of differences Newcombe 95%.",
        "A month is final seven days after its end, with what was known then. Signals of single weeks, and what caused them, are in the reports of the weeks.",
    ];
}
