namespace KpiPulse.Metrics.RootCause;

/// <summary>Sums of one leaf in one week, as the warehouse gives them.</summary>
internal sealed record LeafRow(DateOnly WeekStart, List<string?> Dimensions, double Numerator, double Denominator);

/// <summary>Lays weekly leaf rows side by side as the search reads them.</summary>
internal sealed class LeafSums
{
    /// <summary>A goal is no sample: as a baseline it weighs so much that its own noise is nothing.</summary>
    private const double CertainWeight = 1000;

    private readonly Dictionary<string, int> leaves = new(StringComparer.Ordinal);
    private readonly Dictionary<DateOnly, int> weeks = [];
    private readonly List<double>[] n;
    private readonly List<double>[] y;
    private readonly ValueCodes[] columns;

    public LeafSums(IReadOnlyList<string> dimensions, IReadOnlyList<IsoWeek> weeks, IEnumerable<LeafRow> rows)
    {
        foreach (var week in weeks)
            this.weeks[week.FirstDay] = this.weeks.Count;
        n = [.. weeks.Select(_ => new List<double>())];
        y = [.. weeks.Select(_ => new List<double>())];
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
        Span<char> key = stackalloc char[columns.Length];
        for (var place = 0; place < columns.Length; place++)
            key[place] = (char)columns[place].CodeOf(row.Dimensions[place] ?? "");
        if (!leaves.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var leaf))
        {
            leaves[key.ToString()] = leaf = leaves.Count;
            foreach (var sums in n.Concat(y))
                sums.Add(0);
            for (var place = 0; place < columns.Length; place++)
                columns[place].Leaves.Add(key[place]);
        }

        var week = weeks[row.WeekStart];
        n[week][leaf] += row.Denominator;
        y[week][leaf] += row.Numerator;
    }

    private LeafCounts Of(IReadOnlyList<IsoWeek> summed) => new(Sum(n, summed), Sum(y, summed));

    private double[] Sum(List<double>[] perWeek, IReadOnlyList<IsoWeek> summed)
    {
        var sums = new double[leaves.Count];
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

        public List<int> Leaves { get; } = [];

        public int CodeOf(string value)
        {
            if (codes.TryGetValue(value, out var code))
                return code;
            codes[value] = values.Count;
            values.Add(value);
            return values.Count - 1;
        }

        public LeafDimension ToDimension() => new(name, values, [.. Leaves]);
    }
}
