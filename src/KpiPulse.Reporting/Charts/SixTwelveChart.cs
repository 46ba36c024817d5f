using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;

namespace KpiPulse.Reporting.Charts;

/// <summary>Six weeks and twelve months in one picture, the year before behind them; signals are those of the trend.</summary>
public static class SixTwelveChart
{
    /// <param name="hrefOf">Where a week's point leads; months lead nowhere.</param>
    public static ChartModel Of(SixTwelve model, Trend trend, string title, string zone, CultureInfo culture, Func<IsoWeek, string?> hrefOf)
    {
        var weeks = TrendChart.Of(trend, ChartKind.Trend, title, zone, culture, hrefOf).Points.TakeLast(model.Weeks.Count);
        return new ChartModel
        {
            Kind = ChartKind.SixTwelve,
            Title = title,
            Subtitle = $"n = {MetricFormat.Count(trend.Latest?.N, culture)} in {trend.Weeks[^1].Week} · last month to its latest week · {(HasPriorYear(model) ? "ghost: the year before" : "no data of the year before")} · {zone}",
            Unit = MetricText.ChartUnitOf(trend.Metric),
            Culture = culture,
            LabelHeader = "Period",
            Points = [.. model.Weeks.Zip(weeks, (period, week) => week with { PriorYear = period.PriorYear?.Value, Mean = null, LowerLimit = null, UpperLimit = null })],
            Months = [.. model.Months.Select(PointOf)],
        };
    }

    private static bool HasPriorYear(SixTwelve model) => model.Weeks.Concat(model.Months).Any(period => period.PriorYear?.Value is not null);

    private static ChartPoint PointOf(PeriodPoint month) => new(month.Label, month.Point?.Value)
    {
        Numerator = month.Point?.Denominator is null ? null : month.Point.Numerator,
        Denominator = month.Point?.Denominator,
        SampleSize = month.Point is null ? null : (long)month.Point.N,
        Target = month.Point?.Target,
        PriorYear = month.PriorYear?.Value,
    };
}
