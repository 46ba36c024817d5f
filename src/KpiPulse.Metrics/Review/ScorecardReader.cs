namespace KpiPulse.Metrics.Review;

/// <summary>Asks the engine for each column of the scorecard and lays the answers side by side.</summary>
public sealed class ScorecardReader(MetricEngine engine)
{
    public static readonly IReadOnlyList<string> Metrics = ["csat", "sla_first_reply", "sla_resolution", "quality", "backlog_overdue", "escalation_rate"];

    public Scorecard Read(IsoWeek week, IReadOnlyList<string> by, IReadOnlyList<DimensionFilter> where, Scope scope, DateTime? asOf = null, bool asReported = false)
    {
        var question = new ScorecardQuestion(week, by, where, asOf, asReported);
        var total = Rows(question, [], scope);
        return new Scorecard(week, by, [.. Metrics.Select(MetricCatalog.Get)], total.Count > 0 ? total[0] : new ScorecardRow([], []), Rows(question, by, scope));
    }

    /// <summary>The rows of a question, or their sums by fewer dimensions.</summary>
    internal IReadOnlyList<ScorecardRow> Rows(ScorecardQuestion question, IReadOnlyList<string> by, Scope scope) => question.AsReported
        ? RowsOf(question, by, scope)
        : Kept($"scorecard by {string.Join(',', by)}", question, scope, () => RowsOf(question, by, scope), rows => rows.Count * Metrics.Count * TrendReader.WeeksShown);

    /// <summary>What was worked out from all columns; kept until rows of its weeks change, a number of them matures or people begin a usual range anew.</summary>
    internal T Kept<T>(string what, ScorecardQuestion question, Scope scope, Func<T> read, Func<T, int> rows)
    {
        var mature = Metrics.Where(metric => TrendReader.IsMature(engine, MetricCatalog.Get(metric), question.Week, question.AsOf, zone: null));
        return engine.Kept($"{what}, mature {string.Join(',', mature)}, ranges {engine.Rebaselines.Edition}", question.Of(Metrics[0]), scope, read, rows, Metrics);
    }

    private IReadOnlyList<ScorecardRow> RowsOf(ScorecardQuestion question, IReadOnlyList<string> by, Scope scope)
    {
        var metrics = Metrics.Select(MetricCatalog.Get).ToList();
        var columns = metrics.Select(metric => Column(question.Of(metric.Id), by, scope)).ToList();
        return [.. columns.SelectMany(column => column.Select(cell => cell.Key)).Distinct(CellKeyComparer.Instance).Order(CellKeyComparer.Instance)
            .Select(key => new ScorecardRow(key, [.. metrics.Select((metric, index) => CellOf(metric, question.Week, question.AsOf, columns[index][key], scope.Narrow(CellWhere(by, key, question.Where))))]))];
    }

    private ILookup<IReadOnlyList<string?>, MetricPoint> Column(MetricQuestion question, IReadOnlyList<string> by, Scope scope)
    {
        var answer = engine.Ask(question, scope);
        return (by.SequenceEqual(question.By) ? answer : engine.RolledUp(answer, by, scope)).Points
            .ToLookup(point => (IReadOnlyList<string?>)[.. point.Dimensions.Select(pair => pair.Value)], CellKeyComparer.Instance);
    }

    private ScorecardCell CellOf(MetricDefinition metric, IsoWeek week, DateTime? asOf, IEnumerable<MetricPoint> points, IReadOnlyList<DimensionFilter> cell) =>
        new(TrendReader.Of(metric, null, week, points, TrendReader.IsMature(engine, metric, week, asOf, zone: null), engine.Rebaselines.Of(metric, cell), engine.BreaksOf(metric)));

    private static IReadOnlyList<DimensionFilter> CellWhere(IReadOnlyList<string> by, IReadOnlyList<string?> key, IReadOnlyList<DimensionFilter> where) =>
        [.. where.Where(filter => !by.Contains(filter.Dimension)), .. by.Zip(key).Select(pair => new DimensionFilter(pair.First, [pair.Second ?? ""]))];
}

/// <summary>What a scorecard is asked for, before its metric is named.</summary>
internal sealed record ScorecardQuestion(IsoWeek Week, IReadOnlyList<string> By, IReadOnlyList<DimensionFilter> Where, DateTime? AsOf, bool AsReported)
{
    public MetricQuestion Of(string metric) =>
        new(metric) { Period = Period.LastWeeks(Week, TrendReader.WeeksShown), Grain = Grain.Week, By = By, Where = Where, AsOf = AsOf, AsReported = AsReported };
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
