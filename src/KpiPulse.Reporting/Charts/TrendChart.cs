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
        Points = [.. trend.Weeks.Zip(trend.Chart.Points).Select(pair => PointOf(pair.First, pair.Second, trend, hrefOf(pair.First.Week), culture))],
    };

    private static ChartPoint PointOf(TrendWeek week, XmrPoint judged, Trend trend, string? href, CultureInfo culture) => new(week.Week.ToString(), week.Point?.Value)
    {
        Low = week.Point?.Low,
        High = week.Point?.High,
        Numerator = week.Point?.Denominator is null ? null : week.Point.Numerator,
        Denominator = week.Point?.Denominator,
        SampleSize = week.Point is null ? null : (long)week.Point.N,
        Signal = week == trend.Weeks[^1]
            ? MetricText.SignalOf(trend.Verdict)
            : MetricText.SignalOf(judged.Value is null ? null : judged.Type, trend.SizeOf(week.Point)),
        Rule = MetricText.RuleOf(judged.Rule, culture),
        Target = week.Point?.Target,
        Mean = judged.Limits.Mean,
        LowerLimit = Drawn(judged.Limits.Lower, trend),
        UpperLimit = Drawn(judged.Limits.Upper, trend),
        Event = string.Join("; ", week.Events.Where(one => one.Days.Start >= week.Week.FirstDay || week == trend.Weeks[0]).Select(one => one.Title).Concat(RangeOf(week))),
        Href = href,
    };

    private static IEnumerable<string> RangeOf(TrendWeek week) => week.Rebaseline is { } range ? [$"new range: {range.Reason}"] : [];

    private static double? Drawn(double? limit, Trend trend) => limit is { } known ? TrendText.Possible(trend.Metric, known) : null;
}
