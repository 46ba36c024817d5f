using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Review;

/// <summary>One metric of one cell: the week's number, its recent weeks and what is usual for it.</summary>
public sealed record ScorecardCell(Trend Trend)
{
    public const int WeeksShown = 13;

    public MetricDefinition Metric => Trend.Metric;

    /// <summary>Null when the week has no row at all.</summary>
    public MetricPoint? Point => Trend.Latest;

    public XmrChart Chart => Trend.Chart;

    /// <summary>The shown weeks, oldest first; limits come from more weeks than the eye needs.</summary>
    public IEnumerable<MetricPoint?> Weeks => Trend.Weeks.TakeLast(WeeksShown).Select(week => week.Point);

    public SampleSizeClass Size => SampleSize.Default.Classify(Point?.N ?? 0);
}

/// <param name="Key">Value per dimension of the breakdown; null where rows have none.</param>
public sealed record ScorecardRow(IReadOnlyList<string?> Key, IReadOnlyList<ScorecardCell> Cells);

/// <summary>The week by cell and metric; the first page that anybody opens.</summary>
public sealed record Scorecard(IsoWeek Week, IReadOnlyList<string> By, IReadOnlyList<MetricDefinition> Metrics, ScorecardRow Total, IReadOnlyList<ScorecardRow> Rows);
