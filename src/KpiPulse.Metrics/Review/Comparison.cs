using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Review;

public enum ComparedWith
{
    PreviousWeek,

    /// <summary>The rows of the four weeks before, pooled; the mean of four levels.</summary>
    FourWeeksBefore,

    /// <summary>52 weeks before.</summary>
    LastYear,
}

/// <summary>The week beside another one.</summary>
/// <param name="Value">The other one's; null where it has no number.</param>
/// <param name="Change">For a share: the difference with Newcombe's interval (X2).</param>
public sealed record Comparison(ComparedWith With, double? Value, double? N, double? Difference, RateChange? Change)
{
    private const int PooledWeeks = 4;

    public static IReadOnlyList<Comparison> Of(Trend trend, MetricPoint? lastYear) =>
    [
        Between(ComparedWith.PreviousWeek, trend, [trend.Weeks[^2].Point]),
        Between(ComparedWith.FourWeeksBefore, trend, [.. trend.Weeks.SkipLast(1).TakeLast(PooledWeeks).Select(week => week.Point)]),
        Between(ComparedWith.LastYear, trend, [lastYear]),
    ];

    private static Comparison Between(ComparedWith with, Trend trend, IReadOnlyList<MetricPoint?> others)
    {
        List<MetricPoint> known = [.. others.OfType<MetricPoint>().Where(point => point.Value is not null)];
        var isByRows = trend.Metric.Aggregation is Aggregation.Ratio or Aggregation.Mean;
        if (known.Count == 0 || (!isByRows && known.Count < others.Count))
            return new Comparison(with, null, null, null, null);

        var (sum, n) = (known.Sum(point => point.Numerator ?? 0), known.Sum(point => point.N));
        var value = isByRows ? sum / n : known.Average(point => point.Value!.Value);
        var change = trend.Metric.Aggregation == Aggregation.Ratio && trend.Latest is { Numerator: { } now, Denominator: { } nowN }
            ? RateChange.Between(new Share(sum, n), new Share(now, nowN))
            : null;
        return new Comparison(with, value, isByRows ? n : null, trend.Latest?.Value - value, change);
    }
}
