namespace KpiPulse.Metrics.Statistics;

public static class Quantile
{
    /// <summary>Type-7 linear quantile (D1), as DuckDB's <c>quantile_cont</c>. Null without values.</summary>
    public static double? Linear(IEnumerable<double> values, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);

        double[] sorted = [.. values];
        if (sorted.Length == 0)
            return null;

        Array.Sort(sorted);
        double position = (sorted.Length - 1) * probability;
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    public static double? Median(IEnumerable<double> values) => Linear(values, 0.5);
}
