using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Reporting.Charts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Why the largest exceptions happened: what was tested, what held and what did not.</summary>
internal static class WhyPage
{
    private const int MostCauses = 3;
    private const int MostRejected = 3;

    public static PaperSection Of(WeeklyReport report, Printed printed) => new("Why", report.Why.Count == 0
        ? new TextBlock("No exception of this week is a rate that could be explained: there is nothing to look for.", Paper.Body)
        : new Stack([.. report.Why.Select(why => new Together(Explained(printed, why)))], gap: 16));

    /// <summary>For the list of exceptions: whether a cause was found.</summary>
    public static string CauseOf(WeeklyReport report, Finding finding) =>
        report.Why.FirstOrDefault(why => why.Finding == finding) is not { Answer.Explanation: { } found } ? "not searched"
        : found.Causes is [var first, ..] ? $"{StatusName(first.Status)}, see Why"
        : found.Gate.IsExceeded ? "spread over many parts" : "within usual variation";

    private static Stack Explained(Printed printed, ExplainedFinding why)
    {
        var text = why.Text;
        return new Stack(
        [
            new TextBlock($"{KpiPulse.Metrics.Narrative.Narrator.WhereText(why.Finding.Where)}: {text.Headline()}", Paper.Heading) { IsHeading = true, Link = printed.MetricLink(why.Answer.Metric, why.Finding.Where) },
            new TextBlock(text.Verdict(), Paper.Body),
            new Columns([(Waterfall(why), 1.1f), (Statements(why), 1f)], gap: 24),
        ], gap: 5);
    }

    private static Block Waterfall(ExplainedFinding why) => WaterfallChart.Of(why.Answer, why.Text, _ => null, WeeklyReport.Culture) is { } model
        ? new ChartBlock(model, 165)
        : new TextBlock(why.Answer.CannotTell ?? "", Paper.Body, Palette.Usual);

    private static Stack Statements(ExplainedFinding why)
    {
        var found = why.Answer.Explanation;
        return new Stack(
        [
            .. (found?.Causes ?? []).Take(MostCauses).Select((cause, index) => new Stack(
            [
                new TextBlock($"{why.Text.NameOf(cause.Where)}", Paper.Strong),
                new TextBlock(why.Text.Statement(cause), Paper.Body),
                new TextBlock($"{StatusName(cause.Status)} · evidence {EvidenceId(why, index)} · {string.Join(", ", cause.Tests.Select(test => $"{test.Name.Replace('_', ' ')} {(test.IsPassed ? "passed" : "failed")}"))}", Paper.Small, Palette.Usual),
            ], gap: 1)),
            .. found is { Rejected.Count: > 0 }
                ? [new TextBlock($"Looked at and not the cause: {string.Join("; ", found.Rejected.Take(MostRejected).Select(rejected => $"{why.Text.NameOf(rejected.Where)} ({rejected.Reason})"))}.", Paper.Small, Palette.Usual)]
                : Array.Empty<Block>(),
        ], gap: 6);
    }

    /// <summary>Names the rows behind a sentence, the same in every print.</summary>
    private static string EvidenceId(ExplainedFinding why, int cause) => $"{why.Answer.Metric.Id}/{why.Answer.Week}/{string.Join('-', why.Finding.Where.SelectMany(filter => filter.Values))}/{cause + 1}".Replace(' ', '_');

    private static string StatusName(ClaimStatus status) => status switch
    {
        ClaimStatus.Supported => "Supported",
        ClaimStatus.Suggestive => "Suggestive",
        _ => "Not supported",
    };
}
