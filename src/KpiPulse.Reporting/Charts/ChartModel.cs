using System.Globalization;

namespace KpiPulse.Reporting.Charts;

public enum ChartKind
{
    /// <summary>A weekly line; with means and limits on its points it is an XmR chart.</summary>
    Trend,

    /// <summary>Six weeks, a gap, twelve months, last year behind them.</summary>
    SixTwelve,

    /// <summary>A compact trend, to be read beside its siblings.</summary>
    SmallMultiple,

    /// <summary>First and last point are levels; those between are the steps from one to the other.</summary>
    Waterfall,

    /// <summary>Causes by size, with their running share.</summary>
    Pareto,

    /// <summary>Horizontal bars from zero, in the order given.</summary>
    Bars,
}

/// <summary>
/// Percent is a share from 0 to 1; Points a signed difference of two shares; Minutes are shown as minutes, hours or days, by the
/// chart's largest value.
/// </summary>
public enum ChartUnit { Percent, Points, Score, Minutes, Days, Count }

/// <summary>
/// One chart as pure data. The table beside it, the SVG on the page and the drawing on paper are three readings of
/// this one record, so they cannot disagree.
/// </summary>
public sealed record ChartModel
{
    public required ChartKind Kind { get; init; }

    /// <summary>The finding, not the metric: "KR SLA fell below its usual range".</summary>
    public required string Title { get; init; }

    /// <summary>Metric, unit, n, zone.</summary>
    public string Subtitle { get; init; } = "";

    public required ChartUnit Unit { get; init; }

    /// <summary>In reading order. A point without a value is a gap in the line.</summary>
    public required IReadOnlyList<ChartPoint> Points { get; init; }

    /// <summary>The twelve months of a <see cref="ChartKind.SixTwelve"/>; empty for the others.</summary>
    public IReadOnlyList<ChartPoint> Months { get; init; } = [];

    /// <summary>What the first column of the table is called: Week, Cause, Market.</summary>
    public string LabelHeader { get; init; } = "Week";

    public ChartWords Words { get; init; } = ChartWords.English;

    public CultureInfo Culture { get; init; } = CultureInfo.GetCultureInfo("en");

    /// <summary>Set both where charts share a y-scale, as small multiples of one metric may.</summary>
    public double? AxisFrom { get; init; }

    public double? AxisUntil { get; init; }

    public IEnumerable<ChartPoint> AllPoints => Points.Concat(Months);

    /// <summary>What is left of the change after all steps; zero when the bars tell the whole story.</summary>
    public static double WaterfallRemainder(IReadOnlyList<ChartPoint> points)
    {
        if (points.Count < 2) throw new ArgumentException("A waterfall needs a first and a last level.", nameof(points));

        var change = points[^1].Value - points[0].Value;
        return change.GetValueOrDefault() - points.Skip(1).SkipLast(1).Sum(step => step.Value.GetValueOrDefault());
    }
}
