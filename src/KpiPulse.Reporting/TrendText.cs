using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Reporting;

/// <summary>A chart's title is its finding.</summary>
public static class TrendText
{
    public static string Finding(Trend trend, CultureInfo culture)
    {
        if (trend.Latest is not { Value: { } } latest)
            return $"{trend.Metric.Label}: no data this week";

        var value = MetricText.Value(trend.Metric, latest, culture);
        var rule = trend.Chart.Points[^1].Rule;
        return rule == XmrRule.None
            ? $"{trend.Metric.Label} {value}: within its usual range"
            : $"{trend.Metric.Label} {value}: {MetricText.RuleOf(rule)}";
    }

    public static string Subtitle(Trend trend, CultureInfo culture, string zone)
    {
        var limits = trend.Chart.LatestLimits is { Lower: { } low, Upper: { } high } found
            ? $"usual range {MetricText.Value(trend.Metric, Clamped(low), culture).TrimEnd('%')}–{MetricText.Value(trend.Metric, Clamped(high), culture)}{(found.IsTrial ? " (trial limits)" : "")} · "
            : "";
        return $"{limits}n = {MetricFormat.Count(trend.Latest?.N, culture)} in {trend.Weeks[^1].Week} · weeks in {zone}";

        double Clamped(double limit) => trend.Metric.Unit == MetricUnit.Share ? Math.Clamp(limit, 0, 1) : limit;
    }
}
