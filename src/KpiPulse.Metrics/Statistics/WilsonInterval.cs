namespace KpiPulse.Metrics.Statistics;

/// <summary>Wilson score interval of a share, without continuity correction (X1).</summary>
public readonly record struct WilsonInterval(double Rate, double Lower, double Upper)
{
    public const double DefaultConfidence = 0.95;

    private static readonly double DefaultZ = Normal.ZFor(DefaultConfidence);

    /// <summary>Null when there is nothing to take a share of (C5).</summary>
    public static WilsonInterval? Of(double successes, double n, double confidence = DefaultConfidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        if (n == 0)
            return null;

        double z = confidence == DefaultConfidence ? DefaultZ : Normal.ZFor(confidence);
        double rate = successes / n;
        double centre = (successes + z * z / 2) / (n + z * z);
        double half = z / (n + z * z) * Math.Sqrt(successes * (1 - rate) + z * z / 4);

        return new WilsonInterval(
            rate,
            successes == 0 ? 0 : centre - half,
            successes == n ? 1 : centre + half);
    }
}
