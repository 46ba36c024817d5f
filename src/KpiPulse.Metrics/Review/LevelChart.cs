using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Review;

/// <summary>
/// XmR of a level, such as a backlog. This week's level is mostly last week's, so what is usual or not is the step between them: the limits of
/// the steps, laid on the level before.
/// </summary>
internal static class LevelChart
{
    public static XmrChart Of(IReadOnlyList<double?> levels, ImprovementDirection direction)
    {
        var steps = XmrChart.Of(StepsOf(levels), new XmrPlan { Direction = direction });
        return steps with
        {
            Points = [.. steps.Points.Select((step, index) => step with { Value = levels[index], Limits = Shifted(step.Limits, index == 0 ? null : levels[index - 1]) })],
            Assurance = null,
        };
    }

    /// <summary>Null where either week is missing; the first has no step.</summary>
    public static List<double?> StepsOf(IReadOnlyList<double?> levels) => [.. levels.Select((level, index) => index == 0 ? null : level - levels[index - 1])];

    private static XmrLimits Shifted(XmrLimits limits, double? by) => limits with
    {
        Mean = limits.Mean + by,
        Lower = limits.Lower + by,
        Upper = limits.Upper + by,
        NearLower = limits.NearLower + by,
        NearUpper = limits.NearUpper + by,
    };
}
