namespace KpiPulse.Metrics.RootCause;

/// <summary>The question put in one form for the search: per leaf, what was observed beyond expectation in both periods.
/// Signs are turned so that what is looked for is always a fall.</summary>
internal sealed record LeafResiduals(CellSums[] Sums, double[] ExpectedRates)
{
    public static LeafResiduals OfRatio(LeafTable leaves, int threads)
    {
        var expectation = LeafExpectation.Fit(leaves, leaves.Before, threads);
        var sums = new CellSums[leaves.Count];
        for (var leaf = 0; leaf < sums.Length; leaf++)
        {
            var (n0, n1, rate) = (leaves.Before.N[leaf], leaves.After.N[leaf], expectation.Rates[leaf]);
            var (variance, own) = (rate * (1 - rate), expectation.OwnShare[leaf]);
            sums[leaf] = new CellSums
            {
                AfterWeight = n1,
                AfterResidual = leaves.After.Y[leaf] - n1 * rate,
                AfterVariance = n1 * variance,
                BeforeWeight = n0,
                BeforeResidual = leaves.Before.Y[leaf] - n0 * rate,
                BeforeVariance = (1 - own) * n0 * variance,
                BorrowedVariance = n0 > 0 ? own * n1 * n1 * variance / n0 : 0,
            };
        }

        return new LeafResiduals(sums, expectation.Rates);
    }

    /// <summary>One more week, seen with the same expectation: how far it lay from the week before it.</summary>
    public static CellSums[] OfWeeks(LeafCounts week, LeafCounts next, double[] rates)
    {
        var sums = new CellSums[rates.Length];
        for (var leaf = 0; leaf < sums.Length; leaf++)
        {
            var variance = rates[leaf] * (1 - rates[leaf]);
            sums[leaf] = new CellSums
            {
                AfterWeight = next.N[leaf],
                AfterResidual = next.Y[leaf] - next.N[leaf] * rates[leaf],
                AfterVariance = next.N[leaf] * variance,
                BeforeWeight = week.N[leaf],
                BeforeResidual = week.Y[leaf] - week.N[leaf] * rates[leaf],
                BeforeVariance = week.N[leaf] * variance,
            };
        }

        return sums;
    }
}
