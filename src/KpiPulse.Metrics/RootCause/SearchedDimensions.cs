namespace KpiPulse.Metrics.RootCause;

/// <summary>A dimension that takes no part in the search, and why not.</summary>
public sealed record LeftOutDimension(string Dimension, string Reason);

/// <summary>Which dimensions are searched for causes; what is left out is named, never dropped in silence.</summary>
internal static class SearchedDimensions
{
    /// <summary>With more values than this most of them are too rare to compare, and every ticket becomes a leaf of its own.</summary>
    private const int MostValues = 200;

    /// <summary>Conjunctions of three grow with the cube of the dimensions.</summary>
    private const int MostDimensions = 16;

    private static readonly Dictionary<string, string> NeverCauses = new(StringComparer.Ordinal)
    {
        ["agent"] = "a person is a matter for coaching, not a cause to name",
        ["contributor"] = "the team is searched; who else held the ticket is asked of a miss, not of all tickets",
        ["status"] = "it says how a ticket stands now, not what it was when it counted",
    };

    public static IEnumerable<Dimension> Candidates(Dimensions dimensions) =>
        dimensions.All.Where(dimension => !NeverCauses.ContainsKey(dimension.Id));

    /// <param name="sizes">How many values each candidate takes, in order.</param>
    public static (IReadOnlyList<Dimension> Searched, IReadOnlyList<LeftOutDimension> LeftOut) Choose(Dimensions dimensions, IReadOnlyList<long> sizes)
    {
        var searched = new List<Dimension>();
        var leftOut = dimensions.All.Where(dimension => NeverCauses.ContainsKey(dimension.Id))
            .Select(dimension => new LeftOutDimension(dimension.Id, NeverCauses[dimension.Id]))
            .ToList();
        foreach (var (dimension, size) in Candidates(dimensions).Zip(sizes))
        {
            if (size > MostValues)
                leftOut.Add(new LeftOutDimension(dimension.Id, $"{size} values are too many to compare"));
            else if (searched.Count == MostDimensions)
                leftOut.Add(new LeftOutDimension(dimension.Id, $"only {MostDimensions} dimensions are searched at a time"));
            else if (size > 0)
                searched.Add(dimension);
        }

        return (searched, leftOut);
    }
}
