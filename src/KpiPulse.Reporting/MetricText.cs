using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Metrics.Targets;
using KpiPulse.Reporting.Charts;

namespace KpiPulse.Reporting;

/// <summary>Numbers in the reader's words; it formats, it does not divide.</summary>
public static class MetricText
{
    public static string Value(MetricDefinition metric, MetricPoint? point, CultureInfo culture) =>
        Value(metric, point?.Value, culture, point?.Target is { } target ? new TargetLine(target, metric.Direction) : null);

    public static string Value(MetricDefinition metric, double? value, CultureInfo culture, TargetLine? target = null) => metric.Unit switch
    {
        MetricUnit.Share => MetricFormat.Percent(value, culture, target),
        MetricUnit.Score5 => MetricFormat.Score(value, culture, 2, target),
        MetricUnit.Score100 => MetricFormat.Score(value, culture, 1, target),
        MetricUnit.Minutes => MetricFormat.Minutes(value, culture, target),
        _ => MetricFormat.Count(value, culture, target),
    };

    /// <summary>The interval as <c>79.7–82.8%</c>; empty where there is none.</summary>
    public static string Interval(MetricDefinition metric, MetricPoint? point, CultureInfo culture) =>
        point is { Low: { } low, High: { } high } ? $"{Value(metric, low, culture).TrimEnd('%')}–{Value(metric, high, culture)}" : "";

    public static string UnitSign(MetricDefinition metric) => metric.Unit == MetricUnit.Share ? "%" : "";

    public static ChartUnit ChartUnitOf(MetricDefinition metric) => metric.Unit switch
    {
        MetricUnit.Share => ChartUnit.Percent,
        MetricUnit.Minutes => ChartUnit.Minutes,
        MetricUnit.Count => ChartUnit.Count,
        _ => ChartUnit.Score,
    };

    public static SignalMeaning SignalOf(XmrPointType? type, SampleSizeClass size) => size switch
    {
        SampleSizeClass.NoData => SignalMeaning.None,
        SampleSizeClass.CountsOnly or SampleSizeClass.LowN => SignalMeaning.TooFew,
        _ => type switch
        {
            XmrPointType.SpecialCauseImprovement => SignalMeaning.Improvement,
            XmrPointType.SpecialCauseConcern => SignalMeaning.Concern,
            XmrPointType.SpecialCauseNeutralHigh or XmrPointType.SpecialCauseNeutralLow => SignalMeaning.Neutral,
            _ => SignalMeaning.UsualVariation,
        },
    };

    public static string RuleOf(XmrRule rule) => rule switch
    {
        XmrRule.AboveUpperLimit => "above its usual range",
        XmrRule.BelowLowerLimit => "below its usual range",
        XmrRule.RisingTrend => "seven weeks rising",
        XmrRule.FallingTrend => "seven weeks falling",
        XmrRule.TwoOfThreeNearUpperLimit => "two of three weeks near the upper limit",
        XmrRule.TwoOfThreeNearLowerLimit => "two of three weeks near the lower limit",
        XmrRule.ShiftAboveMean => "seven weeks above its mean",
        XmrRule.ShiftBelowMean => "seven weeks below its mean",
        _ => "",
    };

    /// <summary>P passes its target as the process runs, F fails it, ? hits and misses.</summary>
    public static (string Letter, string Words) AssuranceOf(XmrAssurance? assurance) => assurance switch
    {
        XmrAssurance.ConsistentPass => ("P", "passes its target as it runs today"),
        XmrAssurance.ConsistentFail => ("F", "fails its target as it runs today"),
        XmrAssurance.Inconsistent => ("?", "hits and misses its target"),
        _ => ("", ""),
    };

    public static string DimensionValue(string? value) => string.IsNullOrEmpty(value) ? "(none)" : value;

    /// <summary><c>9–15 Nov 2026</c>.</summary>
    public static string Days(Period period, CultureInfo culture) => period.Start.Month == period.LastDay.Month
        ? string.Create(culture, $"{period.Start.Day}–{period.LastDay:d MMM yyyy}")
        : string.Create(culture, $"{period.Start:d MMM} – {period.LastDay:d MMM yyyy}");
}
