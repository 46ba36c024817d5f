namespace KpiPulse.Metrics.Statistics;

/// <summary>The standard normal distribution to full double accuracy, also far out in the tails.</summary>
public static class Normal
{
    private const double SeriesUpTo = 1.5;

    public static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>P(Z &lt;= x).</summary>
    public static double Cdf(double x) => x <= 0 ? LowerTail(-x) : 1 - LowerTail(x);

    /// <summary>P(|Z| &gt;= |z|).</summary>
    public static double TwoSidedPValue(double z) => 2 * LowerTail(Math.Abs(z));

    /// <summary>z for a two-sided confidence level: 1.959963984540054 for 0.95.</summary>
    public static double ZFor(double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        return Quantile(0.5 + confidence / 2);
    }

    public static double Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        if (probability == 0.5)
            return 0;
        if (probability > 0.5)
            return -Quantile(1 - probability);
        if (probability == 0)
            return double.NegativeInfinity;

        double x = StartingQuantile(probability);
        for (int step = 0; step < 4; step++)
        {
            // Halley: the error of each step is the cube of the one before.
            double newton = (Cdf(x) - probability) / Density(x);
            x -= newton / (1 + x * newton / 2);
        }

        return x;
    }

    // P(Z <= -x) for x >= 0. Near the middle: Marsaglia (2004), Evaluating the Normal Distribution;
    // in the tail: Laplace's continued fraction of the Mills ratio.
    private static double LowerTail(double x)
    {
        if (x < SeriesUpTo)
        {
            double term = x, sum = x;
            for (int odd = 3; term > sum * 1e-17; odd += 2)
                sum += term *= x * x / odd;

            return 0.5 - sum * Density(x);
        }

        double fraction = x;
        for (int k = FractionTerms(x); k >= 1; k--)
            fraction = x + k / fraction;

        return Density(x) / fraction;
    }

    // The fraction converges the faster the further out: 150 terms at 1.5, 30 at 5.
    private static int FractionTerms(double x) => (int)(20 + 300 / (x * x));

    // Abramowitz & Stegun 26.2.23, error below 4.5e-4.
    private static double StartingQuantile(double lowerProbability)
    {
        double t = Math.Sqrt(-2 * Math.Log(lowerProbability));
        return ((0.010328 * t + 0.802853) * t + 2.515517) / (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1) - t;
    }
}
