namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// How a cause's effect spreads over its leaves. A cause may cost every ticket the same points, multiply the misses, or
/// move the log-odds; the shape that fits the leaves best is taken, because what a wrong shape leaves behind would be
/// found again as a cause of its own.
/// </summary>
internal static class EffectShape
{
    private static readonly Func<double, double>[] Shapes = [_ => 1, rate => 1 - rate, rate => rate * (1 - rate)];

    /// <returns>Per member leaf, its effect relative to the mean effect of the cause.</returns>
    public static double[] Of(LeafResiduals residuals, int[] members, in CellSums cell)
    {
        var baseline = cell.BeforeResidual / cell.BeforeWeight;
        var best = 0.0;
        var shape = Shapes[0];
        foreach (var candidate in Shapes)
        {
            double slope = 0, information = 0;
            foreach (var leaf in members)
            {
                ref readonly var sums = ref residuals.Sums[leaf];
                if (sums.AfterWeight <= 0)
                    continue;
                var x = candidate(residuals.ExpectedRates[leaf]);
                var precision = sums.AfterWeight / Math.Max(sums.AfterVariance, 1e-9);
                slope += precision * x * (sums.AfterResidual - sums.AfterWeight * baseline);
                information += precision * x * x * sums.AfterWeight;
            }

            var gain = information > 0 ? slope * slope / information : 0;
            if (gain <= best)
                continue;
            (best, shape) = (gain, candidate);
        }

        var values = Array.ConvertAll(members, leaf => shape(residuals.ExpectedRates[leaf]));
        var mean = 0.0;
        for (var i = 0; i < members.Length; i++)
            mean += values[i] * residuals.Sums[members[i]].AfterWeight / cell.AfterWeight;
        return Array.ConvertAll(values, value => mean > 0 ? value / mean : 1);
    }
}
