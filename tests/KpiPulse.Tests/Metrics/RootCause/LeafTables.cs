using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Tests.Metrics.RootCause;

/// <summary>Small worlds to ask about: every combination of the given dimensions, with rates the test says.</summary>
internal sealed class LeafTables(int seed, params (string Name, int Size)[] dimensions)
{
    private readonly Random _random = new(seed);

    /// <summary>Leaf as value numbers by dimension name.</summary>
    public delegate double PerLeaf(IReadOnlyDictionary<string, int> leaf);

    public LeafTable Draw(PerLeaf ticketsBefore, PerLeaf ticketsAfter, PerLeaf rateBefore, PerLeaf rateAfter)
    {
        var leaves = Combinations().ToArray();
        return new LeafTable(
            [.. dimensions.Select(d => new LeafDimension(d.Name, Values(d), [.. leaves.Select(leaf => leaf[d.Name])]))],
            Period(leaves, ticketsBefore, rateBefore),
            Period(leaves, ticketsAfter, rateAfter));
    }

    private static string[] Values((string Name, int Size) dimension) =>
        [.. Enumerable.Range(1, dimension.Size).Select(value => $"{dimension.Name}{value}")];

    private LeafCounts Period(IReadOnlyDictionary<string, int>[] leaves, PerLeaf tickets, PerLeaf rate)
    {
        var n = Array.ConvertAll(leaves, leaf => Math.Round(tickets(leaf)));
        return new LeafCounts(n, [.. leaves.Select((leaf, i) => Hits(n[i], rate(leaf)))]);
    }

    private double Hits(double n, double rate)
    {
        var hits = 0;
        for (var ticket = 0; ticket < n; ticket++)
            hits += _random.NextDouble() < rate ? 1 : 0;
        return hits;
    }

    private IEnumerable<IReadOnlyDictionary<string, int>> Combinations()
    {
        IEnumerable<Dictionary<string, int>> all = [[]];
        foreach (var (name, size) in dimensions)
            all = [.. all.SelectMany(leaf => Enumerable.Range(0, size).Select(value => new Dictionary<string, int>(leaf) { [name] = value }))];
        return all;
    }
}
