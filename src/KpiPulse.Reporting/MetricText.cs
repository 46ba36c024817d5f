using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Reporting.Charts;

namespace KpiPulse.Reporting;

/// <summary>Numbers in the reader's words; it formats, it does not divide.</summary>
public static class MetricText
{
    public static string Value(MetricDefinition metric, MetricPoint? point, CultureInfo culture) => MetricFormat.Value(metric, point, culture);

    public static string Value(MetricDefinition metric, double? value, CultureInfo culture) => MetricFormat.Value(metric, value, culture);

    /// <summary>The interval as <c>79.7–82.8%</c>; empty where there is none.</summary>
    public static string Interval(MetricDefinition metric, MetricPoint? point, CultureInfo culture) =>
        point is { Low: { } low, High: { } high } ? MetricFormat.Range(metric, low, high, culture) : "";

    public static string UnitSign(MetricDefinition metric) => metric.Unit == MetricUnit.Share ? "%" : "";

    public static ChartUnit ChartUnitOf(MetricDefinition metric) => metric.Unit switch
    {
        MetricUnit.Share => ChartUnit.Percent,
        MetricUnit.Minutes => ChartUnit.Minutes,
        MetricUnit.Count => ChartUnit.Count,
        _ => ChartUnit.Score,
    };

    public static SignalMeaning SignalOf(CellVerdict verdict) => verdict switch
    {
        CellVerdict.NoData => SignalMeaning.None,
        CellVerdict.TooFew => SignalMeaning.TooFew,
        CellVerdict.Provisional => SignalMeaning.Provisional,
        CellVerdict.Improvement => SignalMeaning.Improvement,
        CellVerdict.Concern => SignalMeaning.Concern,
        CellVerdict.NeutralSignal => SignalMeaning.Neutral,
        _ => SignalMeaning.UsualVariation,
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

    public static string RuleOf(XmrRule rule, CultureInfo culture) => NarrativeTexts.Rule(rule, culture);

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
    public static string Days(Period period, CultureInfo culture) => DateText.Days(period, culture);

    public static string Day(DateOnly day, CultureInfo culture) => DateText.Day(day, culture);
}
