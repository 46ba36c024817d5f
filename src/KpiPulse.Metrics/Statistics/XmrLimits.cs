namespace KpiPulse.Metrics.Statistics;

/// <summary>Can the process, as it runs today, meet its target (X5)?</summary>
public enum XmrAssurance
{
    Inconsistent,
    ConsistentPass,
    ConsistentFail,
}

/// <summary>
/// Mean, screened mean moving range and natural process limits of one rebase group. The limits are null when the
/// group holds no two neighbouring values. They are not clipped: a chart clips what it draws, a rule does not.
/// </summary>
/// <param name="IsTrial">Fewer than 13 values: "trial limits".</param>
public sealed record XmrLimits(
    double? Mean, double? AverageMovingRange, double? Lower, double? Upper, double? NearLower, double? NearUpper, bool IsTrial)
{
    // Wheeler: 3 / d2 and D4 for moving ranges of two values (d2 = 1.128).
    private const double LimitFactor = 2.66;
    private const double ScreeningFactor = 3.267;
    private const double NearShare = 2.0 / 3;
    private const int PointsForFirmLimits = 13;

    /// <summary>All moving ranges are zero: the limits are the mean, and no rule can fire.</summary>
    public bool HasNoVariation => AverageMovingRange is 0;

    internal static XmrLimits Of(IReadOnlyList<double?> group, XmrPlan plan)
    {
        int count = group.Count(value => value is not null);
        IReadOnlyList<double?> baseline = FirstValues(group, plan.FixAfterPoints ?? count);
        double? mean = CompensatedSum.Mean([.. baseline.OfType<double>()]);
        double? range = AverageRange(MovingRanges(baseline), plan.ScreensOutliers);

        return new XmrLimits(
            mean,
            range,
            mean - LimitFactor * range,
            mean + LimitFactor * range,
            mean - NearShare * LimitFactor * range,
            mean + NearShare * LimitFactor * range,
            count < PointsForFirmLimits);
    }

    internal XmrAssurance? Assure(double? target, ImprovementDirection direction)
    {
        if (direction == ImprovementDirection.Neutral || target is not { } line || Lower is not { } low || Upper is not { } high)
            return null;

        bool increase = direction == ImprovementDirection.Increase;
        return FloatGuard.Side(line, high) > 0 ? (increase ? XmrAssurance.ConsistentFail : XmrAssurance.ConsistentPass)
            : FloatGuard.Side(line, low) < 0 ? (increase ? XmrAssurance.ConsistentPass : XmrAssurance.ConsistentFail)
            : XmrAssurance.Inconsistent;
    }

    // Gaps keep their place, so that no range is taken across one.
    private static List<double?> FirstValues(IReadOnlyList<double?> group, int count)
    {
        int taken = 0;
        return [.. group.TakeWhile(value => value is null || ++taken <= count)];
    }

    private static List<double> MovingRanges(IReadOnlyList<double?> values)
    {
        List<double> ranges = [];
        for (int i = 1; i < values.Count; i++)
        {
            if (values[i - 1] is { } before && values[i] is { } after)
                ranges.Add(FloatGuard.AreSame(after, before) ? 0 : Math.Abs(after - before));
        }

        return ranges;
    }

    // Screening is one pass: what it leaves is not screened again.
    private static double? AverageRange(List<double> ranges, bool screens)
    {
        double? average = CompensatedSum.Mean(ranges);
        return screens && average > 0
            ? CompensatedSum.Mean(ranges.FindAll(range => range < ScreeningFactor * average))
            : average;
    }
}
