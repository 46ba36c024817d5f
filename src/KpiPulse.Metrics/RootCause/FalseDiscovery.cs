namespace KpiPulse.Metrics.RootCause;

/// <summary>Benjamini and Hochberg (1995): the largest p-value that may be called a discovery.</summary>
internal static class FalseDiscovery
{
    /// <returns>The cut; 0 when nothing may be called.</returns>
    public static double Cut(IEnumerable<double> pValues, double rate)
    {
        var count = 0;
        var small = new List<double>();
        foreach (var p in pValues)
        {
            count++;
            if (p <= rate)
                small.Add(p);
        }

        small.Sort();
        for (var rank = small.Count; rank > 0; rank--)
        {
            if (small[rank - 1] <= rate * rank / count)
                return small[rank - 1];
        }

        return 0;
    }
}
