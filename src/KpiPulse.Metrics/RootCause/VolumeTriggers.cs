namespace KpiPulse.Metrics.RootCause;

/// <summary>Looks inside a rate cause for a value whose tickets surged: work that swamped the queue it came to.</summary>
internal sealed class VolumeTriggers(SearchSpace space, LeafTable leaves, double volumeDrift)
{
    private const double LeastTickets = 30;
    private const double LeastRatio = 1.5;
    private const double LeastZ = 4;

    /// <summary>Volumes of parts wander more than volumes of whole values.</summary>
    private const double PartsPerValue = 2;

    public VolumeTrigger? Of(IReadOnlyDictionary<string, string> where, int[] members)
    {
        var growth = leaves.After.N.Sum() / leaves.Before.N.Sum();
        var (best, bestZ) = Whole(where, members, growth) is { } whole ? (whole, double.PositiveInfinity) : ((VolumeTrigger?)null, LeastZ);
        foreach (var dimension in space.Dimensions.Where(dimension => !where.ContainsKey(dimension.Source.Name)))
        {
            var volumes = new CellSums[dimension.Size];
            foreach (var leaf in members)
            {
                volumes[dimension.Codes[leaf]].AfterWeight += leaves.After.N[leaf];
                volumes[dimension.Codes[leaf]].BeforeWeight += leaves.Before.N[leaf];
            }

            for (var code = 1; code < volumes.Length; code++)
            {
                var (logRatio, variance) = MixScan.LogRatio(volumes[code], growth);
                var z = logRatio / Math.Sqrt(variance + PartsPerValue * volumeDrift);
                if (volumes[code].AfterWeight < LeastTickets || Math.Exp(logRatio) < LeastRatio || z <= bestZ)
                    continue;
                var surged = new SortedDictionary<string, string>(where.ToDictionary(), StringComparer.Ordinal)
                {
                    [dimension.Source.Name] = dimension.ValueOf(code),
                };
                (best, bestZ) = (new VolumeTrigger(surged, Math.Exp(logRatio)), z);
            }
        }

        return best;
    }

    /// <summary>When the cause's own tickets surged, its parts did too, and none of them says more.</summary>
    private VolumeTrigger? Whole(IReadOnlyDictionary<string, string> where, int[] members, double growth)
    {
        var volume = new CellSums { AfterWeight = members.Sum(leaf => leaves.After.N[leaf]), BeforeWeight = members.Sum(leaf => leaves.Before.N[leaf]) };
        var (logRatio, variance) = MixScan.LogRatio(volume, growth);
        return Math.Exp(logRatio) >= LeastRatio && logRatio / Math.Sqrt(variance + volumeDrift) > LeastZ ? new VolumeTrigger(where, Math.Exp(logRatio)) : null;
    }
}
