namespace KpiPulse.Metrics.RootCause;

/// <summary>The change that is asked about: what harms the metric when it is lower-is-better is a rise.</summary>
public enum Concern
{
    Fall,
    Rise,
}

/// <summary>The limits of the search. The defaults are reasoned, not fitted; each says what it is for.</summary>
public sealed record RootCauseOptions
{
    /// <summary>Tickets a combination needs in both periods before its rate is compared.</summary>
    public int MinSupport { get; init; } = 25;

    /// <summary>Dimension values in one combination; beyond three no reader can act on it.</summary>
    public int MaxConjunction { get; init; } = 3;

    public int MaxCauses { get; init; } = 5;

    /// <summary>Expected share of false names among the named (Benjamini-Hochberg).</summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    /// <summary>Smallest contribution worth a line, in standard deviations of one ticket: 0.0025 is 0.1 point at a rate of 80 %.</summary>
    public double MinContribution { get; init; } = 0.0025;

    /// <summary>Smallest part of the rate effect worth a line.</summary>
    public double MinShareOfEffect { get; init; } = 0.06;

    /// <summary>Smallest part of the mix effect a shift of volume must carry to be named.</summary>
    public double MinShareOfMix { get; init; } = 0.30;

    /// <summary>When the rest of the parent fell at least this deep, relative to the combination, the parent is named.</summary>
    public double PromotionDepth { get; init; } = 0.20;

    /// <summary>From this overlap (Jaccard, on current tickets) two descriptions mean the same tickets.</summary>
    public double EquivalentOverlap { get; init; } = 0.80;

    public int Permutations { get; init; } = 999;

    /// <summary>The permutation test draws from this seed, so that one question has one answer.</summary>
    public int Seed { get; init; } = 1;

    public int Threads { get; init; } = 2;
}
