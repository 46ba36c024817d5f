namespace KpiPulse.Metrics.RootCause;

/// <summary>Sums of one leaf in one week, as the warehouse gives them.</summary>
/// <param name="Leaf">The values of the searched dimensions, joined by <see cref="Separator"/>.</param>
internal sealed record LeafRow(DateOnly WeekStart, string Leaf, double Numerator, double Denominator)
{
    /// <summary>ASCII's unit separator, which the query keeps out of values.</summary>
    public const char Separator = '\u001F';
}

/// <summary>Lays weekly leaf rows side by side as the search reads them.</summary>
internal sealed class LeafSums
{
    /// <summary>A goal is no sample: as a baseline it weighs so much that its own noise is nothing.</summary>
    private const double CertainWeight = 1000;

    private readonly Dictionary<DateOnly, int> weeks = [];
    private readonly List<double>[] n;
    private readonly List<double>[] y;
    private readonly List<double>[] sumsOfAll;
    private readonly ValueCodes[] columns;
    private string? last;
    private int count;

    /// <param name="rows">Those of one leaf follow one another.</param>
    public LeafSums(IReadOnlyList<string> dimensions, IReadOnlyList<IsoWeek> weeks, IEnumerable<LeafRow> rows)
    {
        foreach (var week in weeks)
            this.weeks[week.FirstDay] = this.weeks.Count;
        n = [.. weeks.Select(_ => new List<double>())];
        y = [.. weeks.Select(_ => new List<double>())];
        sumsOfAll = [.. n, .. y];
        columns = [.. dimensions.Select(name => new ValueCodes(name))];
        foreach (var row in rows)
            Add(row);
    }

    public double In(IsoWeek week) => n[weeks[week.FirstDay]].Sum();

    public LeafTable ToTable(IReadOnlyList<IsoWeek> before, IsoWeek after, IReadOnlyList<IsoWeek> history) =>
        new([.. columns.Select(column => column.ToDimension())], Of(before), Of([after]), [.. history.Select(week => Of([week]))]);

    /// <summary>The week beside itself as it would be at its goal: the same work, so that nothing of the gap is mix.</summary>
    public LeafTable ToTableAgainst(double target, IsoWeek after)
    {
        var now = Of([after]);
        return new LeafTable(
            [.. columns.Select(column => column.ToDimension())],
            new LeafCounts([.. now.N.Select(tickets => tickets * CertainWeight)], [.. now.N.Select(tickets => tickets * CertainWeight * target)]),
            now);
    }

    private void Add(LeafRow row)
    {
        if (row.Leaf != last)
        {
            last = row.Leaf;
            Append(row.Leaf);
        }

        var week = weeks[row.WeekStart];
        n[week][^1] += row.Denominator;
        y[week][^1] += row.Numerator;
    }

    private void Append(ReadOnlySpan<char> leaf)
    {
        count++;
        foreach (var sums in sumsOfAll)
            sums.Add(0);
        var values = leaf.Split(LeafRow.Separator);
        foreach (var column in columns)
        {
            _ = values.MoveNext();
            column.Add(leaf[values.Current]);
        }
    }

    private LeafCounts Of(IReadOnlyList<IsoWeek> summed) => new(Sum(n, summed), Sum(y, summed));

    private double[] Sum(List<double>[] perWeek, IReadOnlyList<IsoWeek> summed)
    {
        var sums = new double[count];
        foreach (var week in summed)
        {
            var one = perWeek[weeks[week.FirstDay]];
            for (var leaf = 0; leaf < sums.Length; leaf++)
                sums[leaf] += one[leaf];
        }

        return sums;
    }

    private sealed class ValueCodes(string name)
    {
        private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
        private readonly List<string> values = [];

        private readonly List<int> ofLeaves = [];

        public void Add(ReadOnlySpan<char> value)
        {
            if (!codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out var code))
            {
                codes[value.ToString()] = code = values.Count;
                values.Add(value.ToString());
            }

            ofLeaves.Add(code);
        }

        public LeafDimension ToDimension() => new(name, values, [.. ofLeaves]);
    }
}
