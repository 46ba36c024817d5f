using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>What the numbers mean, what they rest on and how to check them.</summary>
internal static class MethodPage
{
    public static PaperSection Of(WeeklyReport report) => new("Data and method", new Stack(
    [
        new TextBlock("Definitions", Paper.Heading) { IsHeading = true },
        Definitions(report.Trends.Values.Select(trend => trend.Metric)),
        new TextBlock("How it is judged", Paper.Heading) { IsHeading = true },
        .. Rules.Select(rule => new TextBlock(rule, Paper.Body)),
        new TextBlock("What it rests on", Paper.Heading) { IsHeading = true },
        new TextBlock(string.Create(WeeklyReport.Culture, $"{report.Inputs.Count} received files stand behind the numbers of {report.Week}; the manifest attached to this file names each with its SHA-256. {Restated(report)}"), Paper.Body),
        .. InputTable(report.Inputs),
        new TextBlock(HowToCheck, Paper.Body),
    ], gap: 6));

    private static string Restated(WeeklyReport report) => report.Review.Restated == 0
        ? report.IsProvisional ? "The week is still open: late answers, reopened tickets and disputes may change it." : "None of its numbers has been restated since."
        : string.Create(WeeklyReport.Culture, $"{report.Review.Restated} of its numbers would be others today; the page of the week lists them with their reasons.");

    public const string HowToCheck =
        "To check this file: kpipulse verify FILE.pdf reads every figure back from these pages, computes it again from the data as of the instant below and names the first that differs. The signature beside the file says that nobody changed it.";

    public static Table Definitions(IEnumerable<MetricDefinition> metrics) => new(
        [new PaperColumn("Metric", 1.2f), new PaperColumn("Version", 0.5f, TextAnchor.End), new PaperColumn("Definition", 6)],
        [.. metrics.Select(metric => (IReadOnlyList<Block>)
            [new TextBlock(metric.Label, Paper.CellStrong), new TextBlock(metric.Version.ToString(WeeklyReport.Culture), Paper.AtEnd(Paper.Cell)), new TextBlock(metric.Definition, Paper.Cell)])]);

    /// <summary>Files that hold the most of the period's own rows; the others are in the manifest.</summary>
    public static IEnumerable<Block> InputTable(IReadOnlyList<InputFile> inputs)
    {
        var files = inputs.OrderByDescending(input => input.RowCount).ThenBy(input => input.FileName, StringComparer.Ordinal).Take(MostFiles).ToList();
        if (files.Count > 0)
            yield return new Table(
                [new PaperColumn("File", 2.4f), new PaperColumn("Source", 1.6f), new PaperColumn("Rows", 0.7f, TextAnchor.End), new PaperColumn("SHA-256", 4)],
                [.. files.Select(file => (IReadOnlyList<Block>)
                [
                    new TextBlock(file.FileName, Paper.Cell), new TextBlock(file.SourceId ?? "", Paper.Cell),
                    new TextBlock(MetricFormat.Count(file.RowCount, WeeklyReport.Culture), Paper.AtEnd(Paper.Cell)), new TextBlock(file.Sha256, Paper.Small, Palette.Usual),
                ])]);
    }

    private const int MostFiles = 4;

    private static readonly string[] Rules =
    [
        "Rates are sums over sums, never means of rates; a number without rows is a dash, not zero. Under 5 rows only the count is shown, under 30 nothing is coloured.",
        "A signal is a point outside the natural process limits of its own 26 weeks, seven weeks on one side of the mean or in one direction, or two of three near a limit (XmR, NHS Making Data Count). Everything else is usual variation, and stays grey.",
        "Intervals are Wilson 95%. SLA, reopen and escalation judge every ticket, so met or missed is a fact there, not an estimate.",
        "Dimensions are those at the instant that counts for the metric, not today's. Weeks are ISO weeks in the zone named below.",
    ];
}
