namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// Permutation test of one cell: the tickets of both periods change places at random among tickets of like expectation, and
/// the fall is compared with the falls so made. Within a stratum that is a hypergeometric draw, so counts suffice.
/// </summary>
internal static class WeekPermutation
{
    private const int Strata = 10;

    /// <returns>Share of permutations that fall at least as far; never 0, because the observed one counts as one of them.</returns>
    public static double PValue(LeafTable leaves, double[] rates, int[] members, RootCauseOptions options)
    {
        var strata = Stratify(leaves, rates, members);
        var observed = strata.Sum(stratum => stratum.Hits1 - stratum.ExpectedHits1);
        var random = new Random(options.Seed);
        var asFar = 1;
        for (var draw = 0; draw < options.Permutations; draw++)
        {
            var permuted = strata.Sum(stratum =>
                Hypergeometric.Draw(random, stratum.All, stratum.Hits, stratum.N1) - stratum.ExpectedHits1);
            if (permuted <= observed + 1e-9)
                asFar++;
        }

        return asFar / (options.Permutations + 1.0);
    }

    private static List<Stratum> Stratify(LeafTable leaves, double[] rates, int[] members)
    {
        var ordered = members.OrderBy(leaf => rates[leaf]).ToArray();
        var perStratum = members.Sum(leaf => leaves.Before.N[leaf] + leaves.After.N[leaf]) / Strata;
        var strata = new List<Stratum>();
        var current = new Stratum();
        foreach (var leaf in ordered)
        {
            current.Add(leaves.Before.N[leaf], leaves.Before.Y[leaf], leaves.After.N[leaf], leaves.After.Y[leaf]);
            if (current.All < perStratum)
                continue;
            strata.Add(current);
            current = new Stratum();
        }

        if (current.All > 0)
            strata.Add(current);
        return strata;
    }

    private sealed class Stratum
    {
        private double _n0, _y0, _n1, _y1;

        public double All => _n0 + _n1;

        public double Hits => _y0 + _y1;

        public double Hits1 => _y1;

        public double N1 => _n1;

        public double ExpectedHits1 => All > 0 ? _n1 * Hits / All : 0;

        public void Add(double n0, double y0, double n1, double y1)
        {
            _n0 += n0;
            _y0 += y0;
            _n1 += n1;
            _y1 += y1;
        }
    }
}
