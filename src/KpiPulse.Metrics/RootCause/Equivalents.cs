namespace KpiPulse.Metrics.RootCause;

/// <summary>Other conjunctions that select nearly the same current tickets: 'market DE' may be 'language de' in other words.</summary>
internal sealed class Equivalents(SearchSpace space, double[] weights, RootCauseOptions options)
{
    private const int MostNamed = 5;

    public IReadOnlyList<Equivalent> Of(IReadOnlyDictionary<string, string> where, int[] members)
    {
        var isMember = new bool[weights.Length];
        foreach (var leaf in members)
            isMember[leaf] = true;
        var size = members.Sum(leaf => weights[leaf]);
        var values = ValuesThatCover(members, size);
        var found = new List<Equivalent>();
        for (var order = 1; order <= options.MaxConjunction; order++)
            Extend([], 0, order);
        return [.. found.OrderBy(e => e.Where.Count).ThenByDescending(e => e.Overlap).Take(MostNamed)];

        void Extend(List<(int Dimension, int Code)> chosen, int from, int order)
        {
            if (chosen.Count == order)
            {
                Consider(chosen);
                return;
            }

            for (var next = from; next < values.Count; next++)
            {
                if (chosen.Any(value => value.Dimension == values[next].Dimension))
                    continue;
                Extend([.. chosen, values[next]], next + 1, order);
            }
        }

        void Consider(List<(int Dimension, int Code)> conjunction)
        {
            var name = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (dimension, code) in conjunction)
                name[space.Dimensions[dimension].Source.Name] = space.Dimensions[dimension].ValueOf(code);
            if (Narrows(name, where) || found.Exists(other => Narrows(name, other.Where)))
                return;
            var overlap = Overlap(conjunction, isMember, size);
            if (overlap >= options.EquivalentOverlap)
                found.Add(new Equivalent(name, overlap));
        }
    }

    /// <summary>Says all that the other says, and perhaps more: another name for nothing new.</summary>
    private static bool Narrows(SortedDictionary<string, string> name, IReadOnlyDictionary<string, string> other) =>
        other.All(pair => name.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <summary>Only values that hold most of the tickets can be part of an equivalent.</summary>
    private List<(int Dimension, int Code)> ValuesThatCover(int[] members, double size)
    {
        var values = new List<(int, int)>();
        for (var dimension = 0; dimension < space.Dimensions.Count; dimension++)
        {
            var held = new double[space.Dimensions[dimension].Size];
            foreach (var leaf in members)
                held[space.Dimensions[dimension].Codes[leaf]] += weights[leaf];
            for (var code = 1; code < held.Length; code++)
            {
                if (held[code] >= options.EquivalentOverlap * size)
                    values.Add((dimension, code));
            }
        }

        return values;
    }

    private double Overlap(List<(int Dimension, int Code)> conjunction, bool[] isMember, double size)
    {
        double both = 0, selected = 0;
        for (var leaf = 0; leaf < weights.Length; leaf++)
        {
            if (weights[leaf] == 0 || !conjunction.TrueForAll(value => space.Dimensions[value.Dimension].Codes[leaf] == value.Code))
                continue;
            selected += weights[leaf];
            if (isMember[leaf])
                both += weights[leaf];
        }

        return both / (size + selected - both);
    }
}
