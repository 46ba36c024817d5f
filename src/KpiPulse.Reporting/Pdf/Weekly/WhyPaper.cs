using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Why one metric moved: verdict, waterfall, tested causes, the walk by one dimension and what was not the cause.</summary>
internal static class WhyPaper
{
    private const int MostRows = 14;

    private static readonly string[] Path = ["market", "lob", "tier", "site", "team", "category"];

    public static PaperDocument Print(PaperFrame frame, ReportRequest request, DateTime asOf, RootCauseAnswer answer, CauseText text, string place, Dimensions dimensions)
    {
        var printed = new Printed(request with { Basis = answer.Question.Basis }, asOf);
        return PaperDocument.Print(frame,
        [
            new PaperSection($"Why: {answer.Metric.Label}", new Stack(
            [
                new TextBlock(place + text.Headline(), Paper.Headline),
                new TextBlock(text.Verdict(), Paper.Body),
                new Columns([(CauseBlocks.Waterfall(answer, text, 215), 1.1f), (new Stack([Now(answer, printed), CauseBlocks.Statements(answer, text, printed, [], mostRejected: 5)]), 1f)], gap: 24),
                .. Walk(request, answer, dimensions),
                .. answer.Explanation is { } found ? [new TextBlock(string.Create(WeeklyReport.Culture, $"{found.CellsTested:N0} combinations of up to three values were compared; what is not named did not move beyond chance and usual drift."), Paper.Small, Palette.Usual)] : Array.Empty<Block>(),
            ], gap: 8)),
        ]);
    }

    private static Columns Now(RootCauseAnswer answer, Printed printed) => new(
    [
        (printed.Part(answer.Metric, answer.Point, [], FigurePart.Value, Paper.Kpi), 1f),
        (answer.Point is { Denominator: not null } point ? printed.Fraction(answer.Metric, point, []) : new Gap(0), 1f),
        (printed.Part(answer.Metric, answer.Point, [], FigurePart.Interval, Paper.Body, Palette.Usual), 1f),
    ], gap: 10);

    /// <summary>By the dimension that the reader walked, else by the first that splits the rows.</summary>
    private static IEnumerable<Block> Walk(ReportRequest request, RootCauseAnswer answer, Dimensions dimensions)
    {
        var open = Path.Concat(answer.Searched.Except(Path)).Where(id => request.Where.All(filter => filter.Dimension != id || filter.Values.Count != 1));
        var walked = ((string?[])[request.By, .. open]).OfType<string>().FirstOrDefault(id => answer.SplitBy(id) is { Segments.Count: > 1 });
        if (walked is null || answer.SplitBy(walked) is not { } split)
            yield break;

        var label = dimensions.Get(walked).Label;
        yield return new TextBlock($"By {label}, in points of the whole", Paper.Heading) { IsHeading = true };
        yield return new Table(
            [new PaperColumn(label, 2), new PaperColumn("before", 1, TextAnchor.End), new PaperColumn(answer.Week.ToString(), 1, TextAnchor.End), new PaperColumn("n", 1, TextAnchor.End), new PaperColumn("rate", 1, TextAnchor.End), new PaperColumn("mix", 1, TextAnchor.End), new PaperColumn("effect", 1, TextAnchor.End)],
            [
                .. split.Segments.OrderBy(effect => Harm(answer) * effect.TotalEffect).Take(MostRows).Select(effect => Row(effect.Segment.Name, effect.Segment.Before, effect.Segment.After, effect.Segment.N1, effect.RateEffect, effect.MixEffect, effect.TotalEffect)),
                Row("All", split.Rate0, split.Rate1, split.Segments.Sum(effect => effect.Segment.N1), split.RateEffect, split.MixEffect, split.Change),
            ]);
    }

    private static int Harm(RootCauseAnswer answer) => answer.Metric.Direction == ImprovementDirection.Decrease != answer.IsImprovement ? -1 : 1;

    private static IReadOnlyList<Block> Row(string name, double? before, double? after, double n, double rate, double mix, double effect) =>
    [
        new TextBlock(MetricText.DimensionValue(name), Paper.CellStrong),
        AtEnd(MetricFormat.Percent(before, WeeklyReport.Culture)),
        AtEnd(MetricFormat.Percent(after, WeeklyReport.Culture)),
        AtEnd(MetricFormat.Count(n, WeeklyReport.Culture)),
        AtEnd(MetricFormat.Points(rate, WeeklyReport.Culture)),
        AtEnd(MetricFormat.Points(mix, WeeklyReport.Culture)),
        AtEnd(MetricFormat.Points(effect, WeeklyReport.Culture)),
    ];

    private static TextBlock AtEnd(string text) => new(text, Paper.AtEnd(Paper.Cell));
}
