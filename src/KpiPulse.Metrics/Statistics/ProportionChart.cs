namespace KpiPulse.Metrics.Statistics;

/// <summary>
/// One subgroup with its plain p limits and its Laney p' limits, clipped to 0–1. Null where there is no value or no
/// variation to estimate.
/// </summary>
public sealed record ProportionPoint(
    Share? Share, double? PlainLower, double? PlainUpper, double? LaneyLower, double? LaneyUpper)
{
    /// <summary>Outside the Laney limits, strictly.</summary>
    public bool IsSignal => Share?.Rate is { } rate && (rate < LaneyLower || rate > LaneyUpper);
}

/// <summary>
/// p chart with Laney's correction for thousands of tickets a week (X6; Laney 2002, qicharts2).
/// </summary>
/// <param name="SigmaZ">Variation between subgroups as a multiple of the binomial; null when it cannot be estimated.</param>
public sealed record ProportionChart(double? CentreLine, double? SigmaZ, IReadOnlyList<ProportionPoint> Points)
{
    private const double Sigmas = 3;

    // d2 for moving ranges of two values.
    private const double D2 = 1.128;

    /// <summary>Subgroups in time order; null or n = 0 is a gap (X8).</summary>
    public static ProportionChart Of(IReadOnlyList<Share?> subgroups)
    {
        double n = CompensatedSum.Of(subgroups.Select(share => share?.N ?? 0));
        if (n == 0)
            return new ProportionChart(null, null, [.. subgroups.Select(share => new ProportionPoint(share, null, null, null, null))]);

        double centre = CompensatedSum.Of(subgroups.Select(share => share?.Successes ?? 0)) / n;
        double? sigmaZ = SigmaOf([.. subgroups.Select(share => (share?.Rate - centre) / BinomialSigma(centre, share?.N))]);
        return new ProportionChart(centre, sigmaZ, [.. subgroups.Select(share => PointOf(share, centre, sigmaZ))]);
    }

    private static ProportionPoint PointOf(Share? share, double centre, double? sigmaZ)
    {
        double? plain = Sigmas * BinomialSigma(centre, share?.N);

        // At 0 % or 100 % throughout there is no z to estimate from, and nothing to correct.
        double? laney = plain == 0 ? 0 : plain * sigmaZ;
        return new ProportionPoint(
            share, Clip(centre - plain), Clip(centre + plain), Clip(centre - laney), Clip(centre + laney));
    }

    private static double? SigmaOf(double?[] z)
    {
        double[] ranges = [.. z.Skip(1).Zip(z, (after, before) => after - before)
            .OfType<double>().Where(double.IsFinite).Select(Math.Abs)];
        return CompensatedSum.Mean(ranges) / D2;
    }

    private static double? BinomialSigma(double centre, double? n) =>
        n > 0 ? Math.Sqrt(centre * (1 - centre) / n.Value) : null;

    private static double? Clip(double? limit) => limit is { } value ? Math.Clamp(value, 0, 1) : null;
}
