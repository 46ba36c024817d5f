namespace KpiPulse.Metrics.RootCause;

/// <summary>One dimension over the leaves: <paramref name="Codes"/> holds, per leaf, the index into <paramref name="Values"/>.
/// The blank value '' is a value like any other, except that it is never named as a cause.</summary>
public sealed record LeafDimension(string Name, IReadOnlyList<string> Values, int[] Codes);

/// <summary>One period's sums per leaf. For a ratio: <paramref name="N"/> tickets that count and <paramref name="Y"/> of them
/// that hit. For a total: <paramref name="Y"/> is the measure and <paramref name="N"/> is not read.</summary>
public sealed record LeafCounts(double[] N, double[] Y);

/// <summary>
/// What the search reads: one row per combination of dimension values that occurs in any of the periods, with the sums
/// before and after, and, where they are known, the weeks that came earlier (oldest first, without the current week).
/// </summary>
public sealed class LeafTable
{
    public LeafTable(
        IReadOnlyList<LeafDimension> dimensions,
        LeafCounts before,
        LeafCounts after,
        IReadOnlyList<LeafCounts>? history = null)
    {
        Dimensions = dimensions;
        Before = before;
        After = after;
        History = history ?? [];
        Count = before.Y.Length;
        if (dimensions.Count > MaxDimensions)
            throw new ArgumentException($"At most {MaxDimensions} dimensions can be searched, not {dimensions.Count}.", nameof(dimensions));
        foreach (var dimension in dimensions)
            RequireLength(dimension.Codes.Length, dimension.Name);
        foreach (var period in History.Append(before).Append(after))
            RequireLength(Math.Min(period.N.Length, period.Y.Length), "a period's sums");
    }

    /// <summary>A set of dimensions is held as the bits of one number.</summary>
    public const int MaxDimensions = 60;

    public IReadOnlyList<LeafDimension> Dimensions { get; }

    public LeafCounts Before { get; }

    public LeafCounts After { get; }

    public IReadOnlyList<LeafCounts> History { get; }

    public int Count { get; }

    private void RequireLength(int length, string what)
    {
        if (length != Count)
            throw new ArgumentException($"Every column needs {Count} leaves; {what} has {length}.");
    }
}
