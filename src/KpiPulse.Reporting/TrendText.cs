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
            : $"{trend.Metric.Label} {value}: {MetricText.RuleOf(rule, culture)}";
    }

    /// <param name="zone">Null where it is said elsewhere.</param>
    public static string Subtitle(Trend trend, CultureInfo culture, string? zone)
    {
        var limits = trend.Chart.LatestLimits is { Lower: { } low, Upper: { } high } found
            ? $"usual range {Range(trend.Metric, low, high, culture)}{(found.IsTrial ? " (trial limits)" : "")} · "
            : "";
        return $"{limits}n = {MetricFormat.Count(trend.Latest?.N, culture)} in {trend.Weeks[^1].Week}{(zone is null ? "" : $" · weeks in {zone}")}";
    }

    /// <summary>Limits are judged unclipped and shown within what the metric can be (X4).</summary>
    public static string Range(MetricDefinition metric, double low, double high, CultureInfo culture) =>
        MetricFormat.Range(metric, Possible(metric, low), Possible(metric, high), culture);

    public static double Possible(MetricDefinition metric, double limit) => metric.Unit switch
    {
        MetricUnit.Share => Math.Clamp(limit, 0, 1),
        MetricUnit.Score100 => Math.Clamp(limit, 0, 100),
        MetricUnit.Score5 => Math.Clamp(limit, 1, 5),
        _ => Math.Max(0, limit),
    };
}
