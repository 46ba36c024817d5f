using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Metrics.Review;

/// <summary>A total that moved because its parts' shares did, not their rates. An accounting split, exact (K1).</summary>
/// <param name="Grown">The part whose share moved the total most.</param>
/// <param name="Change">Against the week before; the sum of the two effects.</param>
/// <param name="PValue">Of the weights alone: what the total would be with each part at its long-run rate, against the weeks before.</param>
public sealed record MixShift(string? Grown, double Change, double MixEffect, double RateEffect, double PValue)
{
    /// <summary>At least two thirds of the change, and in its direction.</summary>
    public bool IsMainly => Math.Sign(MixEffect) == Math.Sign(Change) && Math.Abs(MixEffect) >= 2.0 / 3 * Math.Abs(Change);

    /// <summary>Null for what is no share or mean of rows, and when either week is empty.</summary>
    public static MixShift? Of(IReadOnlyList<ScorecardCell> parts, IReadOnlyList<string?> names)
    {
        if (parts.Count < 2 || parts[0].Metric.Aggregation is not (Aggregation.Ratio or Aggregation.Mean))
            return null;

        var segments = parts.Select((part, index) => SegmentOf(part, names[index] ?? "")).ToList();
        return Kitagawa.Split(segments) is { } split && ExpectedWeeks(parts) is { } expected && Surprise.Of(expected.Metric, expected.Weeks) is { } surprise
            ? new MixShift(
                split.Segments.MaxBy(segment => Math.Abs(segment.MixEffect))!.Segment.Name, split.Change, split.MixEffect, split.RateEffect, surprise.PValue)
            : null;
    }

    private static SegmentChange SegmentOf(ScorecardCell part, string name)
    {
        var (before, after) = (part.Trend.Weeks[^2].Point, part.Point);
        return new SegmentChange(name, before?.Denominator ?? 0, before?.Numerator ?? 0, after?.Denominator ?? 0, after?.Numerator ?? 0);
    }

    // Each week's total, had every part its long-run rate: only the weights move it.
    private static (MetricDefinition Metric, List<MetricPoint?> Weeks)? ExpectedWeeks(IReadOnlyList<ScorecardCell> parts)
    {
        var rates = parts.Select(RateOf).ToList();
        var weeks = Enumerable.Range(0, parts[0].Trend.Weeks.Count).Select(week => Expected(parts, rates, week)).ToList();
        return weeks[^1] is null ? null : (parts[0].Metric with { Aggregation = Aggregation.Mean }, weeks);
    }

    private static double RateOf(ScorecardCell part)
    {
        var points = part.Trend.Weeks.Select(week => week.Point).OfType<MetricPoint>().ToList();
        var rows = points.Sum(point => point.Denominator ?? 0);
        return rows == 0 ? 0 : points.Sum(point => point.Numerator ?? 0) / rows;
    }

    private static MetricPoint? Expected(IReadOnlyList<ScorecardCell> parts, List<double> rates, int week)
    {
        var rows = parts.Select(part => part.Trend.Weeks[week].Point?.Denominator ?? 0).ToList();
        var total = rows.Sum();
        var sum = rows.Zip(rates, (n, rate) => n * rate).Sum();
        return total == 0 ? null : new MetricPoint(null, null, [], sum / total, sum, total, null, null, null, "no_target", null, null);
    }
}
