using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Reporting.Charts;

/// <summary>Baseline, causes, what is left of rates and of proportions, the week: the steps add up to the change exactly.</summary>
public static class WaterfallChart
{
    public static ChartModel? Of(RootCauseAnswer answer, CauseText text, Func<Cause, string?> ticketsOf, CultureInfo culture)
    {
        if (answer.Explanation is not { Before.Rate: { } before, After.Rate: { } after } found)
            return null;

        var target = answer.Against.Kind == BaselineKind.Target ? null : answer.Point?.Target;
        return new ChartModel
        {
            Kind = ChartKind.Waterfall,
            Title = "Where the points went",
            Subtitle = $"{answer.Metric.Label}, steps add up to the change exactly",
            Unit = MetricText.ChartUnitOf(answer.Metric),
            Culture = culture,
            LabelHeader = "Step",
            Points =
            [
                new ChartPoint(answer.Against.Kind == BaselineKind.FourWeekMean ? "4-week mean" : text.BaselineName(), before) { Target = IsNear(target, before, after) ? target : null },
                .. found.Causes.Select(cause => StepOf(cause, answer, text, ticketsOf)),
                new ChartPoint(found.Causes.Any(cause => cause.Kind == CauseKind.Rate) ? "other rates" : "rates", found.UnexplainedRate) { Signal = SignalMeaning.UsualVariation },
                .. RestOfMix(found),
                new ChartPoint(answer.Week.ToString(), after) { SampleSize = (long)found.After.N },
            ],
        };
    }

    /// <summary>Against a goal there are no other proportions, so a step of none is left out.</summary>
    private static IEnumerable<ChartPoint> RestOfMix(Explanation found)
    {
        if (Math.Abs(found.UnexplainedMix) > 1e-12)
            yield return new ChartPoint(found.Causes.Any(cause => cause.Kind == CauseKind.Mix) ? "other proportions" : "proportions", found.UnexplainedMix) { Signal = SignalMeaning.UsualVariation };
    }

    private static ChartPoint StepOf(Cause cause, RootCauseAnswer answer, CauseText text, Func<Cause, string?> ticketsOf) =>
        new(cause.Kind == CauseKind.Mix ? $"mix: {text.ShortNameOf(cause.Where)}" : text.ShortNameOf(cause.Where), cause.Contribution)
        {
            Signal = cause.Kind == CauseKind.Mix ? SignalMeaning.Neutral : SignalOf(cause.Contribution, answer),
            SampleSize = (long)cause.After.N,
            Low = cause.ContributionLow,
            High = cause.ContributionHigh,
            Href = ticketsOf(cause),
            Tooltip = $"{text.NameOf(cause.Where)}: {text.Statement(cause)}",
        };

    /// <summary>A goal far off would press the steps flat.</summary>
    private static bool IsNear(double? target, double before, double after) =>
        target is { } goal && goal >= Math.Min(before, after) - Math.Abs(after - before) && goal <= Math.Max(before, after) + Math.Abs(after - before);

    public static SignalMeaning SignalOf(double contribution, RootCauseAnswer answer) =>
        contribution < 0 == (answer.Metric.Direction == ImprovementDirection.Decrease) ? SignalMeaning.Improvement : SignalMeaning.Concern;
}
