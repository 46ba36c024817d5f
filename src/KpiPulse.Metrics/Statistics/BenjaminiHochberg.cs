namespace KpiPulse.Metrics.Statistics;

/// <summary>
/// False discovery rate of many tests at once (Benjamini &amp; Hochberg 1995). Both lists stand in the order of the p values.
/// </summary>
public sealed record BenjaminiHochberg(IReadOnlyList<double> QValues, IReadOnlyList<bool> Kept)
{
    public static BenjaminiHochberg Adjust(IReadOnlyList<double> pValues, double falseDiscoveryRate = 0.05)
    {
        int tests = pValues.Count;
        int[] descending = [.. Enumerable.Range(0, tests).OrderByDescending(test => pValues[test])];
        double[] qValues = new double[tests];

        double smallest = 1;
        for (int i = 0; i < tests; i++)
        {
            int rank = tests - i;
            smallest = Math.Min(smallest, pValues[descending[i]] * tests / rank);
            qValues[descending[i]] = smallest;
        }

        return new BenjaminiHochberg(qValues, [.. qValues.Select(q => q <= falseDiscoveryRate)]);
    }
}
