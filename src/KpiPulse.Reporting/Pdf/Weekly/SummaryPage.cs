using KpiPulse.Metrics;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Page 1: what a leader reads who reads one page.</summary>
internal static class SummaryPage
{
    public static PaperSection Of(WeeklyReport report, Printed printed) => new("Summary", new Stack(
    [
        new TextBlock(report.Narrative.Headline, Paper.Headline),
        KpiStrip.Of(report, printed),
        new Gap(0),
        new Columns([(Story(report), 1f), (Exceptions(report, printed), 1.25f)], gap: 28),
    ], gap: 12));

    /// <summary>The text of a mail: the same words as page 1.</summary>
    public static string Text(WeeklyReport report) => string.Join("\n\n", report.Narrative.Sentences.Select(sentence => sentence.ToString()).Prepend(report.Narrative.Headline));

    private static Stack Story(WeeklyReport report) => new(
    [
        new TextBlock("The week in words", Paper.Heading) { IsHeading = true },
        .. report.Narrative.Sentences.Select(sentence => new Stack([new TextBlock(sentence.Subject, Paper.Strong), new TextBlock(Capital(sentence.Text), Paper.Body)], gap: 1)),
    ], gap: 7);

    private static Stack Exceptions(WeeklyReport report, Printed printed)
    {
        var exceptions = report.Review.Exceptions;
        if (exceptions.Listed.Count == 0)
            return new Stack([new TextBlock("Exceptions", Paper.Heading), new TextBlock("Nothing is beyond its usual range that chance alone would not bring among so many cells. Nothing to see here.", Paper.Body)]);

        var narrator = new Narrator(WeeklyReport.Culture);
        return new Stack(
        [
            new TextBlock("Exceptions, by customers affected and certainty", Paper.Heading) { IsHeading = true },
            new Table(
                [new PaperColumn("Where", 1.3f), new PaperColumn("What", 3.4f), new PaperColumn("Customers", 0.8f, Fonts.TextAnchor.End), new PaperColumn("Cause", 1.1f)],
                [.. exceptions.Listed.Select(finding => (IReadOnlyList<Block>)
                [
                    new SignalText(finding.IsConcern ? SignalMeaning.Concern : SignalMeaning.Improvement, new TextBlock(Narrator.WhereText(finding.Where), Paper.CellStrong) { Link = printed.MetricLink(finding.Metric, finding.Where) }, 6),
                    new TextBlock(narrator.Clause(finding), Paper.Cell),
                    new TextBlock($"≈ {MetricFormat.Count(Math.Max(1, finding.Affected), WeeklyReport.Culture)}", Paper.AtEnd(Paper.Cell)),
                    new TextBlock(WhyPage.CauseOf(report, finding), Paper.Cell, Palette.Usual),
                ])]),
            .. exceptions.Unlisted > 0 ? [new TextBlock(string.Create(WeeklyReport.Culture, $"{exceptions.Unlisted} more are in the scorecard."), Paper.Small, Palette.Usual)] : Array.Empty<Block>(),
        ]);
    }

    private static string Capital(string text) => text.Length == 0 ? "" : char.ToUpper(text[0], WeeklyReport.Culture) + text[1..];
}
