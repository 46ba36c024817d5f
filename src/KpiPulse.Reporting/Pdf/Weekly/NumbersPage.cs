using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>The last pages: every number with what it rests on, for those who check.</summary>
internal static class NumbersPage
{
    public static PaperSection Of(WeeklyReport report, Printed printed) => new("Table of numbers", new Stack(
    [
        new TextBlock("Value and numerator / denominator above, 95% interval and target below. The file carries all of it in machine-readable form, as the attachment manifest.json.", Paper.Small, Palette.Usual),
        new Table(
            [new PaperColumn("Market · LOB", 1.5f), .. report.ByCell.Metrics.Select(metric => new PaperColumn(metric.Label, metric.Aggregation is Aggregation.Level ? 0.8f : 1.7f))],
            [.. RowsOf(report).Select(row => (IReadOnlyList<Block>)[new TextBlock(row.Name, Paper.CellStrong), .. row.Row.Cells.Select(cell => printed.Full(cell.Metric, cell.Point, row.Where))])]),
    ]));

    private static IEnumerable<(string Name, ScorecardRow Row, IReadOnlyList<DimensionFilter> Where)> RowsOf(WeeklyReport report)
    {
        yield return ("All", report.Total, []);
        foreach (var card in (Scorecard[])[report.ByMarket, report.ByLob, report.ByCell])
            foreach (var row in card.Rows)
                yield return (string.Join(" · ", row.Key.Select(MetricText.DimensionValue)), row, [.. card.By.Zip(row.Key, (dimension, value) => new DimensionFilter(dimension, [value ?? ""]))]);
    }
}
