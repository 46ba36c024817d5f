using KpiPulse.Metrics;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Why the largest exceptions happened: what was tested, what held and what did not.</summary>
internal static class WhyPage
{
    public static PaperSection Of(WeeklyReport report, Printed printed) => new("Why", report.Why.Count == 0
        ? new TextBlock("No exception of this week is a rate that could be explained: there is nothing to look for.", Paper.Body)
        : new Stack([.. report.Why.Select(why => new Together(Explained(printed, why)))], gap: 16));

    /// <summary>For the list of exceptions: whether a cause was found.</summary>
    public static string CauseOf(WeeklyReport report, Finding finding) =>
        report.Why.FirstOrDefault(why => why.Finding == finding) is not { Answer.Explanation: { } found } ? "not searched"
        : found.Causes is [var first, ..] ? $"{CauseBlocks.StatusName(first.Status)}, see Why"
        : found.Gate.IsExceeded ? "spread over many parts" : "within usual variation";

    private static Stack Explained(Printed printed, ExplainedFinding why) => new(
    [
        new TextBlock($"{Narrator.WhereText(why.Finding.Where)}: {why.Text.Headline()}", Paper.Heading) { IsHeading = true, Link = printed.MetricLink(why.Answer.Metric, why.Finding.Where) },
        new TextBlock(why.Text.Verdict(), Paper.Body),
        new Columns([(CauseBlocks.Waterfall(why.Answer, why.Text, 165), 1.1f), (CauseBlocks.Statements(why.Answer, why.Text, printed, why.Finding.Where, mostRejected: 3), 1f)], gap: 24),
    ], gap: 5);
}
