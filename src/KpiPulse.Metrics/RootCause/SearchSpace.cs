namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// The dimensions as the search sees them: code 0 stands for blank and for values too rare to compare (support never grows
/// in a conjunction, so nothing is lost), the others count from 1. Dimensions with fewer than two such codes are left out.
/// </summary>
internal sealed class SearchSpace
{
    private SearchSpace(IReadOnlyList<SearchDimension> dimensions, int leafCount)
    {
        Dimensions = dimensions;
        LeafCount = leafCount;
    }

    public IReadOnlyList<SearchDimension> Dimensions { get; }

    public int LeafCount { get; }

    /// <param name="isEnough">Whether a value with these tickets before and after takes part.</param>
    public static SearchSpace Of(LeafTable leaves, double[] before, double[] after, Func<double, double, bool> isEnough)
    {
        var kept = leaves.Dimensions
            .Select(dimension => SearchDimension.Of(dimension, before, after, isEnough))
            .Where(dimension => dimension.ValueCodes.Length > 1 && dimension.IsSplit)
            .ToArray();
        return new SearchSpace(kept, leaves.Count);
    }
}

/// <param name="Source">The dimension this one recodes.</param>
/// <param name="Codes">Per leaf, 0 or the place in <paramref name="ValueCodes"/>.</param>
/// <param name="ValueCodes">The source's code for each search code; entry 0 is unused.</param>
/// <param name="IsSplit">False when one value holds all leaves: such a dimension says nothing.</param>
internal sealed record SearchDimension(LeafDimension Source, int[] Codes, int[] ValueCodes, bool IsSplit)
{
    public int Size => ValueCodes.Length;

    public string ValueOf(int code) => Source.Values[ValueCodes[code]];

    public static SearchDimension Of(LeafDimension source, double[] before, double[] after, Func<double, double, bool> isEnough)
    {
        var was = new double[source.Values.Count];
        var now = new double[source.Values.Count];
        for (var leaf = 0; leaf < source.Codes.Length; leaf++)
        {
            was[source.Codes[leaf]] += before[leaf];
            now[source.Codes[leaf]] += after[leaf];
        }

        var searchCodes = new int[was.Length];
        var valueCodes = new List<int> { -1 };
        for (var value = 0; value < was.Length; value++)
        {
            if (string.IsNullOrWhiteSpace(source.Values[value]) || !isEnough(was[value], now[value]))
                continue;
            searchCodes[value] = valueCodes.Count;
            valueCodes.Add(value);
        }

        var present = Enumerable.Range(0, was.Length).Count(value => was[value] + now[value] > 0);
        return new SearchDimension(source, Array.ConvertAll(source.Codes, code => searchCodes[code]), [.. valueCodes], present > 1);
    }
}
