namespace KpiPulse.Metrics.Statistics;

public sealed record LimitPair(double Lower, double Upper)
{
    public bool Contains(double value) => value >= Lower && value <= Upper;
}

/// <summary>One group with its limits. The adjusted pairs carry the overdispersion, if there is any.</summary>
public sealed record FunnelGroup(
    string Name, Share Share, LimitPair Limits95, LimitPair Limits998, LimitPair Adjusted95, LimitPair Adjusted998)
{
    /// <summary>Unlike the others, beyond chance and beyond the spread that all groups share.</summary>
    public bool IsOutside => !Adjusted998.Contains(Share.Successes / Share.N);
}

/// <summary>
/// Comparison of sites or teams (X7): arcsine limits around the pooled rate, with additive overdispersion from
/// winsorised z (Spiegelhalter 2005, FunnelPlotR). Never a league table.
/// </summary>
/// <param name="Phi">Mean squared winsorised z: above 1 the groups differ by more than chance.</param>
/// <param name="Tau2">Variance between groups on the arcsine scale; applied only if phi is above 1.</param>
public sealed record FunnelPlot(double Target, double Phi, double Tau2, IReadOnlyList<FunnelGroup> Groups)
{
    private const int EnoughGroups = 8;
    private const double Winsorised = 0.1;

    // Six decimals, as FunnelPlotR has them: its limits are the reference.
    private const double Z95 = 1.959964;
    private const double Z998 = 3.090232;

    /// <summary>With fewer than 8 groups a page shows intervals only.</summary>
    public bool HasEnoughGroups => Groups.Count >= EnoughGroups;

    /// <summary>Groups without rows are left out; null when none is left.</summary>
    public static FunnelPlot? Of(IEnumerable<(string Name, Share Share)> groups)
    {
        var counted = groups.Where(group => group.Share.N > 0).ToList();
        if (counted.Count == 0)
            return null;

        double target = CompensatedSum.Of(counted.Select(group => group.Share.Successes))
            / CompensatedSum.Of(counted.Select(group => group.Share.N));
        double angle = Angle(target);
        double phi = Dispersion([.. counted.Select(group =>
            (Angle(group.Share.Rate!.Value) - angle) / Math.Sqrt(Variance(group.Share)))]);
        double tau2 = BetweenVariance(phi, [.. counted.Select(group => 1 / Variance(group.Share))]);
        double applied = phi > 1 ? tau2 : 0;

        return new FunnelPlot(target, phi, tau2, [.. counted.Select(group => new FunnelGroup(
            group.Name,
            group.Share,
            Limits(angle, Z95, Variance(group.Share)),
            Limits(angle, Z998, Variance(group.Share)),
            Limits(angle, Z95, Variance(group.Share) + applied),
            Limits(angle, Z998, Variance(group.Share) + applied)))]);
    }

    private static double Angle(double rate) => Math.Asin(Math.Sqrt(rate));

    private static double Variance(Share share) => 1 / (4 * share.N);

    private static double Dispersion(double[] z)
    {
        double low = Quantile.Linear(z, Winsorised)!.Value;
        double high = Quantile.Linear(z, 1 - Winsorised)!.Value;
        return CompensatedSum.Of(z.Select(value => Math.Clamp(value, low, high)).Select(value => value * value)) / z.Length;
    }

    // DerSimonian & Laird, from weights 1 / s².
    private static double BetweenVariance(double phi, double[] weights)
    {
        double excess = weights.Length * phi - (weights.Length - 1);
        if (excess <= 0)
            return 0;

        double sum = CompensatedSum.Of(weights);
        double scale = sum - CompensatedSum.Of(weights.Select(weight => weight * weight)) / sum;
        return scale <= 0 ? 0 : excess / scale;
    }

    // sin² turns back outside [0, π/2]: clamp first.
    private static LimitPair Limits(double angle, double z, double variance)
    {
        double half = z * Math.Sqrt(variance);
        return new LimitPair(SquaredSine(angle - half), SquaredSine(angle + half));
    }

    private static double SquaredSine(double angle) => Math.Pow(Math.Sin(Math.Clamp(angle, 0, Math.PI / 2)), 2);
}
