using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Reporting.Charts;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>One metric over time, beside other weeks, by market and by line of business, with every number that is drawn.</summary>
internal static class MetricPaper
{
    private const int ChartsAcross = 5;

    public static PaperDocument Print(PaperFrame frame, MetricView view)
    {
        var (metric, printed) = (view.Whole.Metric, new Printed(view.Request, view.AsOf));
        return PaperDocument.Print(frame,
        [
            new PaperSection(metric.Label, new Stack(
            [
                new TextBlock(view.Place + TrendText.Finding(view.Whole, WeeklyReport.Culture), Paper.Headline),
                Number(view, printed),
                Columns.Equal([new ChartBlock(SixTwelve(view), 225), new ChartBlock(Trend(view, view.Whole, ChartKind.Trend, TrendText.Finding(view.Whole, WeeklyReport.Culture)), 225)]),
                new TextBlock("Beside other weeks", Paper.Heading) { IsHeading = true },
                Compared(view),
                new TextBlock($"{metric.Definition} Definition version {metric.Version}, id {metric.Id}.", Paper.Small, Palette.Usual),
            ], gap: 9)),
            .. view.Breakdowns.Select(breakdown => new PaperSection($"{metric.Label} by {Lower(breakdown.Dimension.Label)}", new Stack(
            [
                new TextBlock("Each against its own usual range, all on one scale.", Paper.Body, Palette.Usual) { IsHeading = true },
                Multiples(view, breakdown),
                Numbers(breakdown, printed),
            ]))),
        ]);
    }

    private static Table Number(MetricView view, Printed printed) => new(
        [new PaperColumn("This week", 1), new PaperColumn("Of", 1, TextAnchor.End), new PaperColumn("95% interval", 1), new PaperColumn("Target", 1), new PaperColumn("Against its target", 2)],
        [[
            printed.Part(view.Whole.Metric, view.Whole.Latest, [], FigurePart.Value, Paper.Kpi),
            view.Whole.Latest is { Denominator: not null } point ? printed.Fraction(view.Whole.Metric, point, []) : new Gap(0),
            printed.Part(view.Whole.Metric, view.Whole.Latest, [], FigurePart.Interval, Paper.Body),
            printed.Part(view.Whole.Metric, view.Whole.Latest, [], FigurePart.Target, Paper.Body),
            new TextBlock((view.Whole.Latest?.Status ?? "no_data").Replace('_', ' '), Paper.Body),
        ]]);

    private static Table Compared(MetricView view) => new(
        [new PaperColumn("With", 1.4f), new PaperColumn(view.Whole.Metric.Label, 1, TextAnchor.End), new PaperColumn("n", 1, TextAnchor.End), new PaperColumn("Difference", 1, TextAnchor.End), new PaperColumn("95% interval", 1.4f), new PaperColumn("", 2)],
        [.. Comparison.Of(view.Whole, view.SixTwelve.Weeks[^1].PriorYear).Select(comparison => (IReadOnlyList<Block>)
        [
            new TextBlock(comparison.With switch { ComparedWith.PreviousWeek => "the week before", ComparedWith.FourWeeksBefore => "the four weeks before", _ => "the same week last year" }, Paper.CellStrong),
            AtEnd(MetricText.Value(view.Whole.Metric, comparison.Value, WeeklyReport.Culture)),
            AtEnd(MetricFormat.Count(comparison.N, WeeklyReport.Culture)),
            AtEnd(MetricFormat.Difference(view.Whole.Metric, comparison.Difference, WeeklyReport.Culture)),
            new TextBlock(comparison.Change is { } change ? $"{MetricFormat.Difference(view.Whole.Metric, change.Lower, WeeklyReport.Culture)} to {MetricFormat.Difference(view.Whole.Metric, change.Upper, WeeklyReport.Culture)}" : "", Paper.Cell),
            new TextBlock(comparison.Change?.Signal switch { null => "", ChangeSignal.NoClearChange => "no clear change", _ => "a clear change" }, Paper.Cell, Palette.Usual),
        ])]);

    private static TextBlock AtEnd(string text) => new(text, Paper.AtEnd(Paper.Cell));

    private static Stack Multiples(MetricView view, Breakdown breakdown)
    {
        var charts = breakdown.Trends.Where(trend => trend.Latest?.Value is not null)
            .Select(trend => Trend(view, trend, ChartKind.SmallMultiple, $"{MetricText.DimensionValue(trend.Key)}  {MetricText.Value(trend.Metric, trend.Latest, WeeklyReport.Culture)}") with
            {
                Subtitle = $"n = {MetricFormat.Count(trend.Latest?.N ?? 0, WeeklyReport.Culture)}",
            })
            .ToList();
        var values = charts.SelectMany(chart => chart.Points).SelectMany(point => (double?[])[point.Value, point.Target]).OfType<double>().ToList();
        return Columns.Grid([.. charts.Select(chart => (Block)new ChartBlock(chart with { AxisFrom = values.Min(), AxisUntil = values.Max() }, 100))], ChartsAcross);
    }

    private static Table Numbers(Breakdown breakdown, Printed printed) => new(
        [new PaperColumn(breakdown.Dimension.Label, 2), new PaperColumn("Value, of", 2), new PaperColumn("95% interval", 1), new PaperColumn("Target", 0.7f, TextAnchor.End)],
        [.. breakdown.Trends.Select(trend =>
        {
            IReadOnlyList<DimensionFilter> where = [new DimensionFilter(breakdown.Dimension.Id, [trend.Key ?? ""])];
            return (IReadOnlyList<Block>)
            [
                new TextBlock(MetricText.DimensionValue(trend.Key), Paper.CellStrong),
                new Columns([(printed.Part(trend.Metric, trend.Latest, where, FigurePart.Value, Paper.CellStrong), 1f), (trend.Latest is { Denominator: not null } point ? printed.Fraction(trend.Metric, point, where) : new Gap(0), 1f)], gap: 4),
                printed.Part(trend.Metric, trend.Latest, where, FigurePart.Interval, Paper.Cell),
                printed.Part(trend.Metric, trend.Latest, where, FigurePart.Target, Paper.AtEnd(Paper.Cell)),
            ];
        })]);

    private static ChartModel SixTwelve(MetricView view) => SixTwelveChart.Of(view.SixTwelve, view.Whole, $"{view.Whole.Metric.Label}: six weeks and twelve months", view.Zone, WeeklyReport.Culture, _ => null);

    private static ChartModel Trend(MetricView view, Trend trend, ChartKind kind, string title) => TrendCharts.OnPaper(TrendChart.Of(trend, kind, title, view.Zone, WeeklyReport.Culture, _ => null), trend);

    private static string Lower(string label) => label is "LOB" ? "line of business" : label.ToLower(WeeklyReport.Culture);
}
