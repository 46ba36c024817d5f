using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Targets;

/// <summary>Which of the target rows a figure is judged by.</summary>
public static class TargetInForce
{
    /// <summary>
    /// The most specific row in force on the day. Among rows that name equally many dimensions the narrower one wins
    /// (team, market, lob, channel, tier), then the one that came into force last. Null when none applies.
    /// </summary>
    public static KpiTarget? On(DateOnly day, IEnumerable<KpiTarget> targets, string metric, TargetScope scope) =>
        targets
            .Where(target => target.Metric == metric && target.IsInForceOn(day) && target.Covers(scope))
            .OrderByDescending(target => target.NamedDimensions)
            .ThenBy(target => target.Team is null)
            .ThenBy(target => target.Market is null)
            .ThenBy(target => target.Lob is null)
            .ThenBy(target => target.Channel is null)
            .ThenBy(target => target.Tier is null)
            .ThenByDescending(target => target.ValidFrom)
            .FirstOrDefault();

    /// <summary>G1: a period is judged by the target valid on its first day.</summary>
    public static KpiTarget? For(Period week, IEnumerable<KpiTarget> targets, string metric, TargetScope scope) =>
        On(week.Start, targets, metric, scope);

    /// <summary>
    /// G1 over several weeks: sum(den * target) / sum(den). A week without rows asks for nothing; null when a week
    /// with rows has no target, since the period as a whole then has none.
    /// </summary>
    public static double? Weighted(IEnumerable<(double Denominator, double? Target)> weeks)
    {
        var counted = weeks.Where(week => week.Denominator > 0).ToList();
        return counted.Exists(week => week.Target is null)
            ? null
            : CompensatedSum.WeightedMean([.. counted.Select(week => (week.Target!.Value, week.Denominator))]);
    }
}
