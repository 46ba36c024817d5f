namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// Why did a rate move? Splits the change into mix and rate, finds the combinations the fall is concentrated in, and tests
/// each before it is named. Pure: sums in, answer out; the same question has the same answer. "Concentrated in", not
/// "caused by": association is all that sums can show.
/// </summary>
public static class RootCauseEngine
{
    public static Explanation Explain(LeafTable leaves, Concern concern, RootCauseOptions? options = null)
    {
        options ??= new RootCauseOptions();
        RequireBothPeriods(leaves);
        return concern == Concern.Fall
            ? ExplainFall(leaves, options)
            : Mirror.Of(ExplainFall(Mirror.Of(leaves), options));
    }

    /// <summary>The same for a count or a sum (its values in Y): what moved against the rest.</summary>
    public static TotalExplanation ExplainTotal(LeafTable leaves, Concern concern, RootCauseOptions? options = null) =>
        new TotalQuestion(leaves, concern, options ?? new RootCauseOptions()).Explain();

    private static Explanation ExplainFall(LeafTable leaves, RootCauseOptions options)
    {
        var residuals = LeafResiduals.OfRatio(leaves, options.Threads);
        var split = Split(leaves, residuals.ExpectedRates);
        bool IsSupported(CellSums cell) => cell.AfterWeight >= options.MinSupport && cell.BeforeWeight >= options.MinSupport;
        var space = SearchSpace.Of(leaves, leaves.Before.N, leaves.After.N,
            (before, after) => Math.Min(before, after) >= options.MinSupport);
        var lattice = Lattice.Scan(space, residuals.Sums, options.MaxConjunction, options.Threads, IsSupported);
        DriftModel.Prepare(lattice);
        var mixes = Task.Run(() => MixOf(leaves, residuals, split, options));
        var history = HistoryDrift.Observe(leaves, residuals.ExpectedRates, space, options);
        var search = new CauseSearch(lattice, residuals, history, split, options);
        var found = search.Run();
        var (mix, shifts) = mixes.GetAwaiter().GetResult();
        return new Answer(leaves, residuals, split, lattice, search, mix, options).Compose(found, shifts);
    }

    private static (MixScan Mix, IReadOnlyList<VolumeShift> Shifts) MixOf(LeafTable leaves, LeafResiduals residuals, RateMixSplit split, RootCauseOptions options)
    {
        var mix = new MixScan(leaves, residuals.ExpectedRates, split.MixEffect, options);
        return (mix, mix.Run());
    }

    /// <summary>Mix: the same expected rates under both weeks' proportions. Rate: the rest, so that both add up to the change.</summary>
    private static RateMixSplit Split(LeafTable leaves, double[] rates)
    {
        double n0 = leaves.Before.N.Sum(), n1 = leaves.After.N.Sum();
        double expected0 = 0, expected1 = 0;
        for (var leaf = 0; leaf < rates.Length; leaf++)
        {
            expected0 += leaves.Before.N[leaf] * rates[leaf];
            expected1 += leaves.After.N[leaf] * rates[leaf];
        }

        var mix = expected1 / n1 - expected0 / n0;
        var change = leaves.After.Y.Sum() / n1 - leaves.Before.Y.Sum() / n0;
        return new RateMixSplit(mix, change - mix);
    }

    private static void RequireBothPeriods(LeafTable leaves)
    {
        if (leaves.Before.N.Sum() <= 0 || leaves.After.N.Sum() <= 0)
            throw new ArgumentException("Both periods need tickets; a metric without them has no rate to explain.", nameof(leaves));
    }
}
