using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Reporting.Charts;

/// <summary>A trend as a chart; page and paper draw the same one.</summary>
public static class TrendChart
{
    /// <param name="hrefOf">Where a week's point leads; null where it leads nowhere.</param>
    public static ChartModel Of(Trend trend, ChartKind kind, string title, string zone, CultureInfo culture, Func<IsoWeek, string?> hrefOf) => new()
    {
        Kind = kind,
        Title = title,
        Subtitle = TrendText.Subtitle(trend, culture, zone),
        Unit = MetricText.ChartUnitOf(trend.Metric),
        Culture = culture,
        Points = [.. trend.Weeks.Zip(trend.Chart.Points).Select(pair => PointOf(pair.First, pair.Second, trend, hrefOf(pair.First.Week)))],
    };

    private static ChartPoint PointOf(TrendWeek week, XmrPoint judged, Trend trend, string? href) => new(week.Week.ToString(), week.Point?.Value)
    {
        Low = week.Point?.Low,
        High = week.Point?.High,
        Numerator = week.Point?.Denominator is null ? null : week.Point.Numerator,
        Denominator = week.Point?.Denominator,
        SampleSize = week.Point is null ? null : (long)week.Point.N,
        Signal = MetricText.SignalOf(judged.Value is null ? null : judged.Type, SampleSize.Default.Classify(week.Point?.N ?? 0)),
        Rule = MetricText.RuleOf(judged.Rule),
        Target = week.Point?.Target,
        Mean = judged.Limits.Mean,
        LowerLimit = Drawn(judged.Limits.Lower, trend),
        UpperLimit = Drawn(judged.Limits.Upper, trend),
        Href = href,
    };

    /// <summary>Limits are judged unclipped and drawn within what a share can be (X4).</summary>
    private static double? Drawn(double? limit, Trend trend) => trend.Metric.Unit == MetricUnit.Share && limit is { } known ? Math.Clamp(known, 0, 1) : limit;
}
