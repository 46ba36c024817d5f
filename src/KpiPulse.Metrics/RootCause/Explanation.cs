namespace KpiPulse.Metrics.RootCause;

public enum CauseKind
{
    /// <summary>The work got worse.</summary>
    Rate,

    /// <summary>The same work in other proportions.</summary>
    Mix,
}

public enum MoveVerdict
{
    None,
    Rate,
    Mix,
    Both,
}

public enum ClaimStatus
{
    Supported,
    Suggestive,
    NotSupported,
}

/// <summary>Sums of one cell in one period.</summary>
public sealed record Measured(double N, double Y)
{
    public double? Rate => N > 0 ? Y / N : null;
}

/// <summary>Whether the change as a whole is real: the range holds 99 of 100 weeks without a cause,
/// because a week brings dozens of metrics and a reader believes the first alarm.</summary>
public sealed record UsualVariation(double Change, double Low, double High, double Z, double PValue)
{
    public bool IsExceeded => Change < Low || Change > High;
}

/// <summary>Mix and rate effect add up to the change exactly.</summary>
public sealed record RateMixSplit(double MixEffect, double RateEffect)
{
    public double Change => MixEffect + RateEffect;
}

/// <summary>Another description of nearly the same current tickets.</summary>
public sealed record Equivalent(IReadOnlyDictionary<string, string> Where, double Overlap);

/// <summary>What came in unusually large numbers inside a cause.</summary>
public sealed record VolumeTrigger(IReadOnlyDictionary<string, string> Where, double VolumeRatio);

/// <summary>One test a claim went through, in the reader's words.</summary>
public sealed record ClaimTest(string Name, bool IsPassed, double? PValue, string Detail);

/// <param name="Contribution">Part of the change of the metric, with its sign; contributions of causes add up.</param>
/// <param name="Difference">Change of the cause's own rate with its mix held; null for a mix cause.</param>
/// <param name="VolumeRatio">Volume after over volume expected; for mix causes.</param>
public sealed record Cause(
    CauseKind Kind,
    IReadOnlyDictionary<string, string> Where,
    double Contribution,
    double ContributionLow,
    double ContributionHigh,
    double? ShareOfChange,
    Measured Before,
    Measured After,
    double? Difference,
    double? VolumeRatio,
    double Z,
    double PValue,
    ClaimStatus Status,
    IReadOnlyList<Equivalent> Equivalents,
    VolumeTrigger? Trigger,
    IReadOnlyList<ClaimTest> Tests);

/// <summary>What looked like a cause and was not, and why.</summary>
public sealed record RejectedHypothesis(
    CauseKind Kind, IReadOnlyDictionary<string, string> Where, double Contribution, double Z, double PValue, string Reason);

/// <summary>The answer to "why did it change". Before + the contributions + unexplained rate + unexplained mix = after, exactly.</summary>
/// <param name="Causes">Largest contribution first.</param>
/// <param name="CellsTested">How many combinations had enough tickets to be tested.</param>
public sealed record Explanation(
    Measured Before,
    Measured After,
    UsualVariation Gate,
    RateMixSplit Split,
    MoveVerdict Verdict,
    IReadOnlyList<Cause> Causes,
    IReadOnlyList<RejectedHypothesis> Rejected,
    double UnexplainedRate,
    double UnexplainedMix,
    int CellsTested)
{
    /// <summary>Beyond what is usual by its size, or carried for the most part by causes that are.</summary>
    public bool IsReal => Gate.IsExceeded
        || Split.Change != 0 && Causes.Where(cause => cause.Status == ClaimStatus.Supported).Sum(cause => cause.Contribution) / Split.Change >= 0.5;

    /// <summary>The change is real, but no single combination carries it.</summary>
    public bool IsDiffuse => Gate.IsExceeded && Causes.Count == 0;
}
