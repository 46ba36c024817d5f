using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Review;

/// <summary>What the latest week of a series means, before any colour.</summary>
public enum CellVerdict
{
    NoData,
    TooFew,

    /// <summary>Cannot tell yet: what the metric counts may still happen.</summary>
    Provisional,
    UsualVariation,
    Improvement,
    Concern,

    /// <summary>A signal of a metric that has no better side.</summary>
    NeutralSignal,
}

internal static class CellVerdicts
{
    private const int PatternWeeks = 7;

    /// <summary>A pattern of seven weeks rests on the rows of seven weeks: few rows a week are pooled, not ignored (X3).</summary>
    public static CellVerdict Of(Trend trend)
    {
        if (trend.Latest?.Value is null)
            return CellVerdict.NoData;
        if (!trend.IsMature)
            return CellVerdict.Provisional;

        var judged = trend.Chart.Points[^1];
        return SizeOf(trend) is not SampleSizeClass.Normal ? CellVerdict.TooFew : judged.Type switch
        {
            XmrPointType.SpecialCauseImprovement => CellVerdict.Improvement,
            XmrPointType.SpecialCauseConcern => CellVerdict.Concern,
            XmrPointType.CommonCause => CellVerdict.UsualVariation,
            _ => CellVerdict.NeutralSignal,
        };
    }

    private static SampleSizeClass SizeOf(Trend trend) => trend.Size is SampleSizeClass.Normal || !EndsInPattern(trend)
        ? trend.Size
        : SampleSize.Default.Classify(trend.Weeks.TakeLast(PatternWeeks).Sum(week => week.Point?.N ?? 0));

    // The rule named may be a stronger one; the pattern is there all the same.
    private static bool EndsInPattern(Trend trend)
    {
        var last = trend.Chart.Points.TakeLast(PatternWeeks).ToList();
        if (last.Count < PatternWeeks || last.Exists(point => point.Value is null || point.Limits.Mean is null))
            return false;

        var sides = last.Select(point => FloatGuard.Side(point.Value!.Value, point.Limits.Mean!.Value)).Distinct().ToList();
        var steps = last.Skip(1).Zip(last, (after, before) => FloatGuard.Side(after.Value!.Value, before.Value!.Value)).Distinct().ToList();
        return sides is [not 0] || steps is [not 0];
    }

    public static bool IsHigh(this XmrRule rule) =>
        rule is XmrRule.AboveUpperLimit or XmrRule.RisingTrend or XmrRule.TwoOfThreeNearUpperLimit or XmrRule.ShiftAboveMean;
}
