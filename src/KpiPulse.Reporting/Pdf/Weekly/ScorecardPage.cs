using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Reporting.Charts;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Page 2: markets and lines of business against target and against themselves; single cells only where they moved.</summary>
internal static class ScorecardPage
{
    public static PaperSection Of(WeeklyReport report, Printed printed)
    {
        var moved = report.ByCell.Rows.Where(row => !row.IsQuiet).ToList();
        return new("Scorecard", new Stack(
        [
            new TextBlock("Value with its signal, 13 weeks (band: usual range, dots: target), and whether the process as it runs passes (P), fails (F) or hits and misses (?) its target.", Paper.Small, Palette.Usual),
            Legend(),
            TableOf(report, printed, report.ByMarket, report.ByMarket.Rows, "Market"),
            TableOf(report, printed, report.ByLob, report.ByLob.Rows, "Line of business"),
            new TextBlock("Cells that moved, or miss their target as they run", Paper.Heading) { IsHeading = true },
            new TextBlock(Quiet(report, moved.Count), Paper.Body, Palette.Usual) { IsHeading = moved.Count > 0 },
            .. moved.Count == 0 ? Array.Empty<Block>() : [TableOf(report, printed, report.ByCell, moved, "Market · LOB")],
        ], gap: 8));
    }

    private static string Quiet(WeeklyReport report, int moved) => string.Create(WeeklyReport.Culture,
        $"{report.ByCell.Rows.Count - moved} of {report.ByCell.Rows.Count} market and line of business pairs are quiet. Their numbers are in the table at the end.");

    private static Table TableOf(WeeklyReport report, Printed printed, Scorecard card, IReadOnlyList<ScorecardRow> rows, string header) => new(
        [new PaperColumn(header, 2.1f), .. card.Metrics.SelectMany(metric => (PaperColumn[])[new(metric.Label, 1.5f), new("", 0.95f)])],
        [.. rows.Select(row => (IReadOnlyList<Block>)
        [
            new TextBlock(string.Join(" · ", row.Key.Select(MetricText.DimensionValue)), Paper.CellStrong),
            .. row.Cells.SelectMany((cell, column) => CellsOf(printed, cell, WhereOf(card, row), ScaleOf(card, column))),
        ])]);

    private static IReadOnlyList<DimensionFilter> WhereOf(Scorecard card, ScorecardRow row) => [.. card.By.Zip(row.Key, (dimension, value) => new DimensionFilter(dimension, [value ?? ""]))];

    private static IEnumerable<Block> CellsOf(Printed printed, ScorecardCell cell, IReadOnlyList<DimensionFilter> where, (double From, double Until) scale)
    {
        if (cell.Size == SampleSizeClass.NoData)
            return [new TextBlock(MetricFormat.NoData, Paper.Cell, Palette.Usual), new Gap(0)];

        var signal = MetricText.SignalOf(cell.Verdict);
        var letter = MetricText.AssuranceOf(cell.Chart.Assurance).Letter;
        var value = cell.Size == SampleSizeClass.CountsOnly
            ? printed.Part(cell, where, FigurePart.N, Paper.Cell, Palette.Usual)
            : printed.Value(cell, where, Paper.CellStrong);
        return
        [
            new Columns([(new SignalText(signal, value, 5) { Tint = TintOf(signal) }, 4f), (new TextBlock(letter, Paper.Small, Palette.Usual), 0.8f)], gap: 4),
            new SparkBlock(new SparklineModel([.. cell.Weeks.Select(point => point?.Value)])
            {
                BandLow = cell.Chart.LatestLimits?.Lower,
                BandHigh = cell.Chart.LatestLimits?.Upper,
                Target = cell.Point?.Target,
                Signal = signal,
            }, scale.From, scale.Until),
        ];
    }

    private static Tint? TintOf(SignalMeaning signal) => signal switch
    {
        SignalMeaning.Improvement => Palette.ImprovementTint,
        SignalMeaning.Concern => Palette.ConcernTint,
        _ => null,
    };

    /// <summary>One y-scale for a column, so that its lines can be compared; extremes of tiny cells do not flatten the rest.</summary>
    private static (double From, double Until) ScaleOf(Scorecard card, int column)
    {
        var points = card.Rows.SelectMany(row => row.Cells[column].Weeks).OfType<MetricPoint>().ToList();
        var firm = points.FindAll(point => point.N >= SampleSize.Default.LowBelow);
        if (firm.Count < points.Count / 2) firm = points;
        var values = firm.Select(point => point.Value).OfType<double>().Order().ToList();
        return values.Count == 0 ? (0, 1) : (values[values.Count / 50], values[^(1 + values.Count / 50)]);
    }

    private static Columns Legend() => Columns.Equal(
        [.. ((SignalMeaning[])[SignalMeaning.Improvement, SignalMeaning.Concern, SignalMeaning.UsualVariation, SignalMeaning.TooFew, SignalMeaning.Provisional])
            .Select(meaning => (Block)new SignalText(meaning, new TextBlock(Palette.For(meaning).Word, Paper.Small, Palette.Usual), 5))]);
}
