namespace KpiPulse.Metrics.Statistics;

/// <summary>
/// Calibration of two raters on the same items (Q9). <paramref name="Kappa"/> is Cohen's, null when chance alone
/// would agree fully: both used one and the same level.
/// </summary>
public sealed record RaterAgreement(int Pairs, double Agreement, double? Kappa)
{
    private const double ScorePoints = 5;

    /// <summary>Null without pairs.</summary>
    public static RaterAgreement? Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        int pairs = PairsOf(first, second);
        if (pairs == 0)
            return null;

        double observed = (double)first.Zip(second).Count(pair => pair.First == pair.Second) / pairs;
        Dictionary<double, int> secondCounts = second.CountBy(level => level).ToDictionary();
        long chancePairs = first.CountBy(level => level)
            .Sum(level => (long)level.Value * secondCounts.GetValueOrDefault(level.Key));
        double chance = (double)chancePairs / ((long)pairs * pairs);

        return new RaterAgreement(pairs, observed, chance == 1 ? null : (observed - chance) / (1 - chance));
    }

    /// <summary>Share of pairs of review scores (0 to 100) that lie within 5 points; null without pairs.</summary>
    public static double? OfScores(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        int pairs = PairsOf(first, second);
        return pairs == 0
            ? null
            : (double)first.Zip(second).Count(pair => Within5Points(pair.First, pair.Second)) / pairs;
    }

    private static bool Within5Points(double first, double second) =>
        FloatGuard.Side(Math.Abs(first - second), ScorePoints) <= 0;

    private static int PairsOf(IReadOnlyList<double> first, IReadOnlyList<double> second) =>
        first.Count == second.Count
            ? first.Count
            : throw new ArgumentException("Both raters must have rated the same items.", nameof(second));
}
