namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// The same search for a count or a sum: every leaf is expected to keep its share, so that only what moved against the
/// rest is a cause. A leaf's noise is that of counting plus a relative part, measured on the leaves themselves.
/// </summary>
internal sealed class TotalQuestion(LeafTable leaves, Concern concern, RootCauseOptions options)
{
    private readonly double _sign = concern == Concern.Fall ? 1 : -1;

    public TotalExplanation Explain()
    {
        var (before, after) = (leaves.Before.Y, leaves.After.Y);
        var space = SearchSpace.Of(leaves, before, after, (was, now) => Math.Max(was, now) >= options.MinSupport);
        var growth = CommonGrowth(space);
        var residuals = new LeafResiduals(Sums(growth), new double[leaves.Count]);
        var lattice = Lattice.Scan(space, residuals.Sums, options.MaxConjunction, options.Threads,
            cell => cell.BeforeWeight >= options.MinSupport);
        DriftModel.Prepare(lattice);
        var expected = before.Sum() * growth;
        var beyondGrowth = _sign * (after.Sum() - expected) / expected;
        var search = new CauseSearch(lattice, residuals, [], new RateMixSplit(0, beyondGrowth), options);
        var causes = search.Run().Where(found => found.Cell.Order > 0).Select(found => Cause(found, search, lattice)).ToArray();
        return new TotalExplanation(
            before.Sum(), after.Sum(), expected - before.Sum(), causes,
            [.. search.Refused.Where(refused => refused.Cell.Order > 0).Select(refused => new RejectedHypothesis(
                CauseKind.Rate, lattice.Where(refused.Cell), _sign * refused.Evidence.Contribution * expected,
                refused.Evidence.Z, refused.Evidence.PValue, refused.Reason))],
            after.Sum() - expected - causes.Sum(cause => cause.Contribution));
    }

    private TotalCause Cause((Cell Cell, Evidence Evidence) found, CauseSearch search, Lattice lattice)
    {
        var members = search.Effects.LeavesOf(found.Cell);
        var where = lattice.Where(found.Cell);
        var relative = _sign * search.Effects.EffectOf(found.Cell);
        return new TotalCause(
            where, relative * found.Cell.Sums.AfterWeight, relative,
            members.Sum(leaf => leaves.Before.Y[leaf]), members.Sum(leaf => leaves.After.Y[leaf]),
            _sign * found.Evidence.Z, found.Evidence.PValue,
            new Equivalents(lattice.Space, leaves.Before.Y, options).Of(where, members));
    }

    private CellSums[] Sums(double growth)
    {
        var noise = LeafNoise(growth);
        var sums = new CellSums[leaves.Count];
        for (var leaf = 0; leaf < sums.Length; leaf++)
        {
            var (was, expected) = (leaves.Before.Y[leaf], leaves.Before.Y[leaf] * growth);
            sums[leaf] = new CellSums
            {
                AfterWeight = expected,
                AfterResidual = _sign * (leaves.After.Y[leaf] - expected),
                AfterVariance = expected,
                BeforeWeight = was,
                BeforeVariance = was,
                BorrowedVariance = noise * expected * expected,
            };
        }

        return sums;
    }

    /// <summary>Variance of a leaf's relative change beyond counting noise, on the larger half of the leaves.</summary>
    private double LeafNoise(double growth)
    {
        var large = Enumerable.Range(0, leaves.Count)
            .Where(leaf => leaves.Before.Y[leaf] > 0)
            .OrderByDescending(leaf => leaves.Before.Y[leaf])
            .Take((leaves.Count + 1) / 2);
        return MedianVariance.Solve([.. large.Select(leaf =>
        {
            var expected = leaves.Before.Y[leaf] * growth;
            return new DriftObservation(leaves.After.Y[leaf] / expected - 1, 1 / expected + 1 / leaves.Before.Y[leaf], 1);
        })]);
    }

    /// <summary>What the middle value of all dimensions grew by; a total would move with the cause itself.</summary>
    private double CommonGrowth(SearchSpace space)
    {
        var ratios = new List<double>();
        foreach (var dimension in space.Dimensions)
        {
            var (was, now) = (new double[dimension.Size], new double[dimension.Size]);
            for (var leaf = 0; leaf < leaves.Count; leaf++)
            {
                was[dimension.Codes[leaf]] += leaves.Before.Y[leaf];
                now[dimension.Codes[leaf]] += leaves.After.Y[leaf];
            }

            ratios.AddRange(Enumerable.Range(1, dimension.Size - 1).Where(code => was[code] > 0).Select(code => now[code] / was[code]));
        }

        ratios.Sort();
        return ratios.Count > 0 ? Math.Max(ratios[ratios.Count / 2], 1e-6) : 1;
    }
}
