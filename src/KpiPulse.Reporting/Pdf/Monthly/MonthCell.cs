using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Reporting.Pdf.Monthly;

/// <summary>One metric of one cell over its months, oldest first; the last is the month of the report.</summary>
internal sealed record MonthCell(MetricDefinition Metric, IReadOnlyList<DimensionFilter> Where, IReadOnlyList<PeriodPoint> Months)
{
    public MetricPoint? Point => Months[^1].Point;

    public MetricPoint? Before => Months[^2].Point;

    public double? Difference => Point?.Value - Before?.Value;

    private bool IsCompared => Metric.Aggregation == Aggregation.Ratio && Point is { Numerator: not null } && Before is { Numerator: not null };

    /// <summary>For a share of enough rows: the difference from the month before with Newcombe's interval (X2).</summary>
    public RateChange? Change => IsCompared ? RateChange.Between(new Share(Before!.Numerator!.Value, Before.N), new Share(Point!.Numerator!.Value, Point.N)) : null;

    public double? PValue => IsCompared && Math.Min(Point!.N, Before!.N) >= SampleSize.Default.LowBelow
        ? RateChange.PValue(new Share(Before!.Numerator!.Value, Before.N), new Share(Point.Numerator!.Value, Point.N))
        : null;

    /// <summary>Customers of the month who met something else than in the month before.</summary>
    public double Affected => Math.Abs(Difference ?? 0) * (Point?.N ?? 0);

    public bool IsConcern => Difference < 0 == (Metric.Direction == ImprovementDirection.Increase);

    public SignalMeaning Signal(bool isClear) => Point?.Value is null ? SignalMeaning.None
        : Metric.Aggregation is Aggregation.Ratio or Aggregation.Mean && Point.N < SampleSize.Default.LowBelow ? SignalMeaning.TooFew
        : isClear ? IsConcern ? SignalMeaning.Concern : SignalMeaning.Improvement
        : SignalMeaning.UsualVariation;
}

internal sealed record MonthRow(IReadOnlyList<string?> Key, IReadOnlyList<MonthCell> Cells);

/// <param name="By">No dimension for the whole.</param>
internal sealed record MonthTable(IReadOnlyList<string> By, IReadOnlyList<MonthRow> Rows);
