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

    public SampleSizeClass Size => Trend.Size;

    /// <summary>As the process runs today it cannot meet its target, and this week it did not (X5).</summary>
    public bool IsChronicMiss => Size is SampleSizeClass.Normal && Trend.IsMature && Point?.Status == "missed"
        && Chart is { Assurance: XmrAssurance.ConsistentFail, LatestLimits.IsTrial: false };

    public CellVerdict Verdict => Trend.Verdict;
}

/// <param name="Key">Value per dimension of the breakdown; null where rows have none.</param>
public sealed record ScorecardRow(IReadOnlyList<string?> Key, IReadOnlyList<ScorecardCell> Cells)
{
    /// <summary>Nothing in the row moved, and nothing runs so that it misses its target.</summary>
    public bool IsQuiet => Cells.All(cell => cell.Verdict is not (CellVerdict.Improvement or CellVerdict.Concern or CellVerdict.NeutralSignal) && !cell.IsChronicMiss);
}

/// <summary>The week by cell and metric; the first page that anybody opens.</summary>
public sealed record Scorecard(IsoWeek Week, IReadOnlyList<string> By, IReadOnlyList<MetricDefinition> Metrics, ScorecardRow Total, IReadOnlyList<ScorecardRow> Rows);
