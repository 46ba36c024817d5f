namespace KpiPulse.Metrics.Review;

/// <summary>Asks the engine for each column of the scorecard and lays the answers side by side.</summary>
public sealed class ScorecardReader(MetricEngine engine)
{
    public static readonly IReadOnlyList<string> Metrics = ["csat", "sla_first_reply", "sla_resolution", "quality", "backlog_overdue", "escalation_rate"];

    public Scorecard Read(IsoWeek week, IReadOnlyList<string> by, IReadOnlyList<DimensionFilter> where, Scope scope, DateTime? asOf = null)
    {
        var total = Rows(week, [], where, scope, asOf);
        return new Scorecard(week, by, [.. Metrics.Select(MetricCatalog.Get)], total.Count > 0 ? total[0] : new ScorecardRow([], []), Rows(week, by, where, scope, asOf));
    }

    internal IReadOnlyList<ScorecardRow> Rows(IsoWeek week, IReadOnlyList<string> by, IReadOnlyList<DimensionFilter> where, Scope scope, DateTime? asOf)
    {
        var metrics = Metrics.Select(MetricCatalog.Get).ToList();
        // Each is a reading of its own, and a new week's first reader waits for all of them.
        var columns = metrics.AsParallel().AsOrdered().Select(metric => Column(metric, week, by, where, scope, asOf)).ToList();
        return [.. columns.SelectMany(column => column.Select(cell => cell.Key)).Distinct(CellKeyComparer.Instance).Order(CellKeyComparer.Instance)
            .Select(key => new ScorecardRow(key, [.. metrics.Select((metric, index) => CellOf(metric, week, asOf, columns[index][key]))]))];
    }

    private ILookup<IReadOnlyList<string?>, MetricPoint> Column(MetricDefinition metric, IsoWeek week, IReadOnlyList<string> by, IReadOnlyList<DimensionFilter> where, Scope scope, DateTime? asOf) =>
        engine.Ask(new MetricQuestion(metric.Id) { Period = Period.LastWeeks(week, TrendReader.WeeksShown), Grain = Grain.Week, By = by, Where = where, AsOf = asOf }, scope).Points
            .ToLookup(point => (IReadOnlyList<string?>)[.. point.Dimensions.Select(pair => pair.Value)], CellKeyComparer.Instance);

    private ScorecardCell CellOf(MetricDefinition metric, IsoWeek week, DateTime? asOf, IEnumerable<MetricPoint> points) =>
        new(TrendReader.Of(metric, null, week, points, TrendReader.IsMature(engine, metric, week, asOf, zone: null), engine.BreaksOf(metric)));
}

/// <summary>Cells are the same when all their values are; a missing value sorts last.</summary>
internal sealed class CellKeyComparer : IEqualityComparer<IReadOnlyList<string?>>, IComparer<IReadOnlyList<string?>>
{
    public static readonly CellKeyComparer Instance = new();

    public bool Equals(IReadOnlyList<string?>? x, IReadOnlyList<string?>? y) => x is not null && y is not null && x.SequenceEqual(y);

    public int GetHashCode(IReadOnlyList<string?> key) => key.Aggregate(17, (hash, value) => HashCode.Combine(hash, value));

    public int Compare(IReadOnlyList<string?>? x, IReadOnlyList<string?>? y)
    {
        for (var index = 0; index < Math.Min(x!.Count, y!.Count); index++)
        {
            var order = (x[index], y[index]) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                var (left, right) => string.CompareOrdinal(left, right),
            };
            if (order != 0)
                return order;
        }

        return x.Count.CompareTo(y.Count);
    }
}
