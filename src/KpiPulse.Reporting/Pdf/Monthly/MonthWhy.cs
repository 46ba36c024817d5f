using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Reporting.Fonts;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Reporting.Pdf.Monthly;

/// <summary>Where a month's changes sit: an exact account by the dimension that tells most of them. Tested causes belong to weeks.</summary>
internal static class MonthWhy
{
    private const int MostRows = 6;

    public static PaperSection Of(MonthlyReport report) => new("Why", new Stack(
    [
        new TextBlock("Each change against the month before, split exactly into worse or better rates and other proportions, by the dimension in which one value carries the most. This is an account, not a tested cause: tested causes are in the reports of the weeks.", Paper.Body, Palette.Usual) { IsHeading = true },
        report.Splits.Count == 0 ? new TextBlock("There is no month before to compare with.", Paper.Body) : Columns.Grid([.. report.Splits.Select(split => (Block)Account(report, split))], across: 2, gap: 28),
    ]));

    private static Stack Account(MonthlyReport report, MonthSplit split) => new(
    [
        new TextBlock($"{split.Cell.Metric.Label} {MetricFormat.Percent(split.Split.Rate0, WeeklyReport.Culture)} → {MetricFormat.Percent(split.Split.Rate1, WeeklyReport.Culture)}: {(report.IsClear(split.Cell) ? "a clear change" : "no clear change")}", Paper.Heading) { IsHeading = true },
        new TextBlock($"{MetricFormat.Points(split.Split.RateEffect, WeeklyReport.Culture)} from rates, {MetricFormat.Points(split.Split.MixEffect, WeeklyReport.Culture)} from proportions.{(split.Split.IsSimpson ? " All parts moved one way and the whole the other: the proportions turned it round." : "")}", Paper.Body),
        new Table(
            [new PaperColumn(split.By.Label, 2), new PaperColumn("before", 1, TextAnchor.End), new PaperColumn("now", 1, TextAnchor.End), new PaperColumn("n", 0.8f, TextAnchor.End), new PaperColumn("rate", 1, TextAnchor.End), new PaperColumn("mix", 1, TextAnchor.End)],
            [.. split.Split.Segments.OrderByDescending(segment => Math.Abs(segment.TotalEffect)).Take(MostRows).Select(Row)]),
    ], gap: 4);

    private static IReadOnlyList<Block> Row(SegmentEffect effect) =>
    [
        new TextBlock(MetricText.DimensionValue(effect.Segment.Name), Paper.CellStrong),
        AtEnd(MetricFormat.Percent(effect.Segment.Before, WeeklyReport.Culture)),
        AtEnd(MetricFormat.Percent(effect.Segment.After, WeeklyReport.Culture)),
        AtEnd(MetricFormat.Count(effect.Segment.N1, WeeklyReport.Culture)),
        AtEnd(MetricFormat.Points(effect.RateEffect, WeeklyReport.Culture)),
        AtEnd(MetricFormat.Points(effect.MixEffect, WeeklyReport.Culture)),
    ];

    private static TextBlock AtEnd(string text) => new(text, Paper.AtEnd(Paper.Cell));
}
