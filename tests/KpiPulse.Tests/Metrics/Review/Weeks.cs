using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;

namespace KpiPulse.Tests.Metrics.Review;

/// <summary>Weekly numbers written out, as the engine would give them.</summary>
internal static class Weeks
{
    public static readonly IsoWeek Last = IsoWeek.Parse("2026-W46");

    public static MetricPoint Of(string metric, double numerator, double denominator, double? target = null, IsoWeek? week = null)
    {
        var value = MetricCatalog.Get(metric).Aggregation == Aggregation.Level ? numerator : numerator / denominator;
        var isMet = value >= target;
        return new MetricPoint((week ?? Last).FirstDay, (week ?? Last).ToString(), [], value, numerator, denominator, null, null, target, target is null ? "no_target" : isMet ? "met" : "missed", null, null);
    }

    /// <summary>Oldest first, ending with <see cref="Last"/>.</summary>
    public static ScorecardCell Cell(string metric, IReadOnlyList<(double Numerator, double Denominator)> weeks, double? target = null) =>
        new(TrendReader.Of(MetricCatalog.Get(metric), null, Last, weeks.Select((week, index) => Of(metric, week.Numerator, week.Denominator, target, Last.AddWeeks(index + 1 - weeks.Count)))));
}
