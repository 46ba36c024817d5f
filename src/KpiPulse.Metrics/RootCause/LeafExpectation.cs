namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// The expected rate of every leaf: main effects, pulled towards the leaf's own baseline rate as far as its tickets earn it
/// (empirical Bayes, one strength for all leaves by the method of moments). With one ticket per leaf that is the main
/// effects; with huge leaves it is the leaf itself, and the split becomes the plain leaf-by-leaf one.
/// </summary>
internal sealed record LeafExpectation(double[] Rates, double[] OwnShare)
{
    public static LeafExpectation Fit(LeafTable leaves, LeafCounts before, int threads)
    {
        var rates = LogitMainEffects.Fit(leaves.Dimensions, before.N, before.Y, threads);
        var strength = PriorStrength(rates, before);
        var ownShare = new double[rates.Length];
        for (var leaf = 0; leaf < rates.Length; leaf++)
        {
            var n = before.N[leaf];
            if (n <= 0)
                continue;
            ownShare[leaf] = n / (n + strength);
            rates[leaf] += ownShare[leaf] * (before.Y[leaf] / n - rates[leaf]);
        }

        return new LeafExpectation(rates, ownShare);
    }

    /// <summary>How many tickets the main effects are worth; infinite when leaves do not differ beyond them.</summary>
    private static double PriorStrength(double[] rates, LeafCounts before)
    {
        double excess = 0, pairs = 0;
        for (var leaf = 0; leaf < rates.Length; leaf++)
        {
            var n = before.N[leaf];
            var variance = rates[leaf] * (1 - rates[leaf]);
            if (n <= 1 || variance < 1e-9)
                continue;
            var residual = before.Y[leaf] - n * rates[leaf];
            excess += residual * residual / variance - n;
            pairs += n * (n - 1);
        }

        var correlation = pairs > 0 ? Math.Clamp(excess / pairs, 0, 1) : 0;
        return correlation > 1e-9 ? (1 - correlation) / correlation : double.PositiveInfinity;
    }
}
