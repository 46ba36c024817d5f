namespace KpiPulse.Metrics.RootCause;

/// <summary>The search looks for falls. A rise of hits is a fall of misses: the question is mirrored, and its answer mirrored back.</summary>
internal static class Mirror
{
    public static LeafTable Of(LeafTable leaves) =>
        new(leaves.Dimensions, Of(leaves.Before), Of(leaves.After), [.. leaves.History.Select(Of)]);

    public static Explanation Of(Explanation misses) => misses with
    {
        Before = Of(misses.Before),
        After = Of(misses.After),
        Gate = misses.Gate with { Change = -misses.Gate.Change, Low = -misses.Gate.High, High = -misses.Gate.Low, Z = -misses.Gate.Z },
        Split = new RateMixSplit(-misses.Split.MixEffect, -misses.Split.RateEffect),
        Causes = [.. misses.Causes.Select(Of)],
        Rejected = [.. misses.Rejected.Select(rejected => rejected with { Contribution = -rejected.Contribution, Z = -rejected.Z })],
        UnexplainedRate = -misses.UnexplainedRate,
        UnexplainedMix = -misses.UnexplainedMix,
    };

    private static LeafCounts Of(LeafCounts counts) =>
        counts with { Y = [.. counts.N.Zip(counts.Y, (n, y) => n - y)] };

    private static Measured Of(Measured measured) => measured with { Y = measured.N - measured.Y };

    private static Cause Of(Cause cause) => cause with
    {
        Contribution = -cause.Contribution,
        ContributionLow = -cause.ContributionHigh,
        ContributionHigh = -cause.ContributionLow,
        Before = Of(cause.Before),
        After = Of(cause.After),
        Difference = -cause.Difference,
        Z = -cause.Z,
    };
}
