namespace KpiPulse.Metrics.RootCause;

/// <summary>Benjamini and Hochberg (1995): the largest p-value that may be called a discovery.</summary>
internal static class FalseDiscovery
{
    /// <param name="pValues">The small ones; those left out count in <paramref name="tests"/> only.</param>
    /// <returns>The cut; 0 when nothing may be called.</returns>
    public static double Cut(List<double> pValues, int tests, double rate)
    {
        pValues.Sort();
        for (var rank = pValues.Count; rank > 0; rank--)
        {
            if (pValues[rank - 1] <= rate * rank / tests)
                return pValues[rank - 1];
        }

        return 0;
    }
}
