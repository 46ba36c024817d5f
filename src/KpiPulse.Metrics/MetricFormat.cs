using System.Globalization;
using KpiPulse.Metrics.Targets;

namespace KpiPulse.Metrics;

/// <summary>
/// Values as people read them (C6): rounded half away from zero, and only here. A value that misses its target never
/// shows as the target itself: it gets as many more decimals as it takes. No value is an em dash (C5).
/// </summary>
public static class MetricFormat
{
    public const string NoData = "—";

    // Beyond this a difference is rounding error, and the value meets its target.
    private const int MostDecimals = 12;
    private const int MinutesPerHour = 60;

    /// <summary>A metric's value in its own unit.</summary>
    public static string Value(MetricDefinition metric, double? value, CultureInfo culture, TargetLine? target = null) => metric.Unit switch
    {
        MetricUnit.Share => Percent(value, culture, target),
        MetricUnit.Score5 => Score(value, culture, 2, target),
        MetricUnit.Score100 => Score(value, culture, 1, target),
        MetricUnit.Minutes => Minutes(value, culture, target),
        _ => Count(value, culture, target),
    };

    public static string Value(MetricDefinition metric, MetricPoint? point, CultureInfo culture) =>
        Value(metric, point?.Value, culture, point?.Target is { } target ? new TargetLine(target, metric.Direction) : null);

    /// <summary>Two values of a metric as <c>79.7–82.8%</c>.</summary>
    public static string Range(MetricDefinition metric, double low, double high, CultureInfo culture) =>
        $"{Value(metric, low, culture).TrimEnd('%')}–{Value(metric, high, culture)}";

    /// <summary>A signed difference of two values: shares in points.</summary>
    public static string Difference(MetricDefinition metric, double? difference, CultureInfo culture) =>
        metric.Unit == MetricUnit.Share || difference is null ? Points(difference, culture) : (difference > 0 ? "+" : "") + Value(metric, difference, culture);

    /// <summary>0.8225 → <c>82.3%</c>; rate and target are shares.</summary>
    public static string Percent(double? rate, CultureInfo culture, TargetLine? target = null) =>
        Shown(rate, 100, 1, target) is { } shown ? Text(shown, culture) + "%" : NoData;

    /// <summary>A difference of two shares in signed percentage points: <c>+1.2 pp</c>.</summary>
    public static string Points(double? difference, CultureInfo culture) =>
        Shown(difference, 100, 1, null) is { } shown
            ? shown.Value.ToString("+#,0.0;-#,0.0;0.0", culture) + " pp"
            : NoData;

    /// <summary>A mean score on its own scale; two decimals suit 1–5, one suits 0–100.</summary>
    public static string Score(double? score, CultureInfo culture, int decimals = 1, TargetLine? target = null) =>
        Shown(score, 1, decimals, target) is { } shown ? Text(shown, culture) : NoData;

    public static string Count(double? count, CultureInfo culture, TargetLine? target = null) =>
        Shown(count, 1, 0, target) is { } shown ? Text(shown, culture) : NoData;

    /// <summary>Minutes as <c>34 min</c> or <c>20 h 05 min</c>; never days, since a business day has no 24 hours.</summary>
    public static string Minutes(double? minutes, CultureInfo culture, TargetLine? target = null)
    {
        if (Shown(minutes, 1, 0, target) is not { } shown)
            return NoData;
        if (Math.Abs(shown.Value) < MinutesPerHour)
            return Text(shown, culture) + " min";

        decimal hours = decimal.Truncate(shown.Value / MinutesPerHour);
        decimal rest = Math.Abs(shown.Value - hours * MinutesPerHour);
        string restFormat = shown.Decimals == 0 ? "00" : "00." + new string('0', shown.Decimals);
        return $"{hours.ToString("N0", culture)} h {rest.ToString(restFormat, culture)} min";
    }

    public static string Days(double? days, CultureInfo culture, TargetLine? target = null) =>
        Shown(days, 1, 1, target) is { } shown ? Text(shown, culture) + " d" : NoData;

    private static (decimal Value, int Decimals)? Shown(double? value, int scale, int decimals, TargetLine? target)
    {
        if (value is not { } known)
            return null;

        bool misses = target?.IsMetBy(known) == false;
        while (misses && decimals < MostDecimals && Rounded(known, scale, decimals) == Rounded(target!.Value, scale, decimals))
            decimals++;

        return (Rounded(known, scale, decimals), decimals);
    }

    // A double's 15 certain digits as a decimal: 0.1005 is then a half, not a hair below it.
    private static decimal Rounded(double value, int scale, int decimals) =>
        Math.Round((decimal)value * scale, decimals, MidpointRounding.AwayFromZero);

    private static string Text((decimal Value, int Decimals) shown, CultureInfo culture) =>
        (shown.Value == 0 ? 0 : shown.Value).ToString("N" + shown.Decimals.ToString(CultureInfo.InvariantCulture), culture);
}
