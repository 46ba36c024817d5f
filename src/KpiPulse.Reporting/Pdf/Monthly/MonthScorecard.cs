using KpiPulse.Metrics;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Reporting.Charts;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Reporting.Pdf.Monthly;

/// <summary>Page 2: markets and lines of business beside their months; single cells only where they changed clearly.</summary>
internal static class MonthScorecard
{
    public static PaperSection Of(MonthlyReport report, Printed printed)
    {
        var moved = report.ByCell.Rows.Where(row => row.Cells.Any(report.IsClear)).ToList();
        return new PaperSection("Scorecard", new Stack(
        [
            new TextBlock("Value with its change against the month before (coloured when it is clear), and its months (dots: target).", Paper.Small, Palette.Usual),
            TableOf(report, printed, report.ByMarket.Rows, "Market"),
            TableOf(report, printed, report.ByLob.Rows, "Line of business"),
            new TextBlock("Market and line of business pairs that changed clearly", Paper.Heading) { IsHeading = true },
            moved.Count == 0 ? new TextBlock("None. Their numbers are in the table at the end.", Paper.Body, Palette.Usual) : TableOf(report, printed, moved, "Market · LOB"),
        ], gap: 10));
    }

    private static Table TableOf(MonthlyReport report, Printed printed, IReadOnlyList<MonthRow> rows, string header) => new(
        [new PaperColumn(header, 1.9f), .. report.Total.Cells.SelectMany(cell => (PaperColumn[])[new(cell.Metric.Label, 1.7f), new("", 0.9f)])],
        [.. rows.Select(row => (IReadOnlyList<Block>)
        [
            new TextBlock(MonthlyPaper.NameOf(row), Paper.CellStrong),
            .. row.Cells.SelectMany((cell, column) => CellsOf(report, printed, cell, ScaleOf(rows, column))),
        ])]);

    private static IEnumerable<Block> CellsOf(MonthlyReport report, Printed printed, MonthCell cell, (double From, double Until) scale)
    {
        if (cell.Point?.Value is null)
            return [new TextBlock(MetricFormat.NoData, Paper.Cell, Palette.Usual), new Gap(0)];

        var signal = cell.Signal(report.IsClear(cell));
        var isFew = cell.Metric.Aggregation is Aggregation.Ratio or Aggregation.Mean && cell.Point.N < SampleSize.Default.CountsOnlyBelow;
        return
        [
            new Columns(
            [
                (new SignalText(signal, printed.Part(cell.Metric, cell.Point, cell.Where, isFew ? FigurePart.N : FigurePart.Value, isFew ? Paper.Cell : Paper.CellStrong), 5)
                {
                    Tint = signal switch { SignalMeaning.Improvement => Palette.ImprovementTint, SignalMeaning.Concern => Palette.ConcernTint, _ => null },
                }, 1.25f),
                (new TextBlock(isFew || cell.Difference is not { } difference ? "" : MetricFormat.Difference(cell.Metric, difference, WeeklyReport.Culture).Replace(" pp", "", StringComparison.Ordinal), Paper.AtEnd(Paper.Small), Palette.Usual), 0.9f),
            ], gap: 3),
            new SparkBlock(new SparklineModel([.. cell.Months.Select(month => month.Point?.Value)]) { Target = cell.Point.Target, Signal = signal }, scale.From, scale.Until),
        ];
    }

    private static (double From, double Until) ScaleOf(IReadOnlyList<MonthRow> rows, int column)
    {
        var values = rows.SelectMany(row => row.Cells[column].Months).Where(month => month.Point is { N: >= 30 }).Select(month => month.Point!.Value).OfType<double>().Order().ToList();
        return values.Count == 0 ? (0, 1) : (values[0], values[^1]);
    }
}
