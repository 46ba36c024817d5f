using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Targets;

/// <summary>Where the true rate lies, as far as the sample can tell.</summary>
public enum TargetPosition
{
    Inconclusive,
    Above,
    Below,
}

/// <summary>
/// A value against its target: the point comparison as contractual fact, the 95 % Wilson interval as evidence (G2).
/// </summary>
/// <param name="IsMet">Null for a neutral metric (G4).</param>
/// <param name="Interval">Null for a census, whose value has no sampling error (G3).</param>
/// <param name="Position">Null for a census and for a neutral metric.</param>
public sealed record TargetJudgement(
    double Value, TargetLine Target, bool? IsMet, WilsonInterval? Interval, TargetPosition? Position, bool IsLowN)
{
    public const double MinimumN = 30;

    /// <summary>Above a target for growth or below one for decline; null while inconclusive or not asked.</summary>
    public bool? IsSupported => Position switch
    {
        TargetPosition.Above => Target.Direction == ImprovementDirection.Increase,
        TargetPosition.Below => Target.Direction == ImprovementDirection.Decrease,
        _ => null,
    };

    /// <summary>A rate from a sample: CSAT, quality pass rate. Null without a denominator (C5).</summary>
    public static TargetJudgement? OfSample(Share share, TargetLine target, double minimumN = MinimumN) =>
        WilsonInterval.Of(share.Successes, share.N) is not { } interval
            ? null
            : new TargetJudgement(
                interval.Rate, target, target.IsMetBy(interval.Rate), interval, PositionOf(interval, target), share.N < minimumN);

    /// <summary>
    /// A rate of everything that happened, such as SLA attainment (G3), or a value without interval: met or missed,
    /// and whether it changed is a question for <see cref="XmrChart"/>. Null without a value.
    /// </summary>
    public static TargetJudgement? OfCensus(double? value, TargetLine target) =>
        value is { } known ? new TargetJudgement(known, target, target.IsMetBy(known), null, null, false) : null;

    // The end of the interval that lies on the target counts as met, like a value that does.
    private static TargetPosition? PositionOf(WilsonInterval interval, TargetLine target) => target.Direction switch
    {
        ImprovementDirection.Increase =>
            interval.Lower >= target.Value ? TargetPosition.Above
            : interval.Upper < target.Value ? TargetPosition.Below
            : TargetPosition.Inconclusive,
        ImprovementDirection.Decrease =>
            interval.Upper <= target.Value ? TargetPosition.Below
            : interval.Lower > target.Value ? TargetPosition.Above
            : TargetPosition.Inconclusive,
        _ => null,
    };
}
