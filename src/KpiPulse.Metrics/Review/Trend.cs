using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Review;

/// <param name="Point">Null for a week without data: a gap, never zero.</param>
public sealed record TrendWeek(IsoWeek Week, MetricPoint? Point)
{
    /// <summary>What happened in the week and touches these rows.</summary>
    public IReadOnlyList<ReviewEvent> Events { get; init; } = [];

    /// <summary>Set where a new usual range begins with this week.</summary>
    public Rebaseline? Rebaseline { get; init; }
}

/// <summary>A metric over consecutive weeks, oldest first, with what is usual for it.</summary>
/// <param name="Key">The value of the breakdown's dimension; null for the whole, or where rows have no value.</param>
public sealed record Trend(MetricDefinition Metric, string? Key, IReadOnlyList<TrendWeek> Weeks, XmrChart Chart, IReadOnlyList<string> OtherBases)
{
    public MetricPoint? Latest => Weeks[^1].Point;

    /// <summary>False while the latest week's number waits for what may still happen (C9): it is not judged yet.</summary>
    public bool IsMature { get; init; } = true;

    /// <summary>Counts and levels are whole at any size; a rate or a mean rests on its rows.</summary>
    public SampleSizeClass Size => SizeOf(Latest);

    /// <summary>The weeks that the latest one may be compared with: since the last re-baseline.</summary>
    public IReadOnlyList<MetricPoint?> ComparableWeeks
    {
        get
        {
            var begins = Weeks.Select((week, index) => week.Rebaseline is null ? 0 : index).Max();
            return [.. Weeks.Skip(begins).Select(week => week.Point)];
        }
    }

    public SampleSizeClass SizeOf(MetricPoint? point) => Metric.Aggregation is Aggregation.Count or Aggregation.Level
        ? point?.Value is null ? SampleSizeClass.NoData : SampleSizeClass.Normal
        : SampleSize.Default.Classify(point?.N ?? 0);

    public CellVerdict Verdict => CellVerdicts.Of(this);

    /// <summary>The share of weeks that meet the target if the process goes on as it runs, weeks being spread around its mean as its limits say; null where the limits are trial.</summary>
    public double? ShareOfWeeksMeeting
    {
        get
        {
            if (Chart.Assurance is null || Chart.LatestLimits is not { IsTrial: false, Mean: { } mean, Lower: { } low, Upper: { } high } || high <= low || Latest?.Target is not { } target)
                return null;

            var sigmas = (mean - target) / ((high - low) / LimitSigmas);
            return Normal.Cdf(Metric.Direction == ImprovementDirection.Increase ? sigmas : -sigmas);
        }
    }

    // From the lower limit to the upper one.
    private const double LimitSigmas = 6;
}

/// <summary>Asks the engine for weekly series and lays them on consecutive weeks.</summary>
public sealed class TrendReader(MetricEngine engine)
{
    public const int WeeksShown = 26;

    // An export of a week ends with its last event, somewhat before the week does.
    private const int DataGapMinutes = 12 * 60;

    public Trend Read(MetricDefinition metric, IsoWeek week, IReadOnlyList<DimensionFilter> where, Scope scope, DateTime? asOf, string? zone, bool asReported = false) =>
        WithEvents(
            Of(metric, null, week, engine.Ask(Question(metric, week, where, asOf, zone) with { AsReported = asReported }, scope).Points, IsMature(engine, metric, week, asOf, zone), engine.Rebaselines.Of(metric, scope.Narrow(where)), engine.BreaksOf(metric)),
            scope.Narrow(where));

    public IReadOnlyList<Trend> ReadBy(string dimension, MetricDefinition metric, IsoWeek week, IReadOnlyList<DimensionFilter> where, Scope scope, DateTime? asOf, string? zone, bool asReported = false) =>
        [.. engine.Ask(Question(metric, week, where, asOf, zone) with { By = [dimension], AsReported = asReported }, scope).Points
            .GroupBy(point => point[dimension])
            .OrderBy(group => group.Key is null).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group, cell: scope.Narrow([.. where.Where(filter => filter.Dimension != dimension), new DimensionFilter(dimension, [group.Key ?? ""])])))
            .Select(one => WithEvents(
                Of(metric, one.group.Key, week, one.group, IsMature(engine, metric, week, asOf, zone), engine.Rebaselines.Of(metric, one.cell), engine.BreaksOf(metric)),
                one.cell))];

    /// <summary>Whether all that the week's number waits for has had its time at the instant of the answer.</summary>
    internal static bool IsMature(MetricEngine engine, MetricDefinition metric, IsoWeek week, DateTime? asOf, string? zone) =>
        (asOf ?? engine.DataUntil) is not { } until
        || ReportingZone.Of(zone ?? engine.ReportingZone).StartOf(week.Days.End.AddDays(metric.MaturesAfterDays)) <= until.AddMinutes(DataGapMinutes);

    /// <summary>One cell's points, of whatever weeks and bases, as a trend that ends with the week.</summary>
    /// <param name="breaks">Days at whose weeks limits and patterns start anew because the metric's meaning changed.</param>
    internal static Trend Of(
        MetricDefinition metric, string? key, IsoWeek week, IEnumerable<MetricPoint> points, bool isMature = true, IReadOnlyList<Rebaseline>? rebaselines = null, IReadOnlyList<DateOnly>? breaks = null)
    {
        var (best, otherBases) = BestBasis(points);
        var weeks = Enumerable.Range(1 - WeeksShown, WeeksShown).Select(offset => week.AddWeeks(offset))
            .Select(each => new TrendWeek(each, best.GetValueOrDefault(each.FirstDay)) { Rebaseline = rebaselines?.LastOrDefault(one => one.Week == each) }).ToList();
        List<double?> values = [.. weeks.Select(each => each.Point?.Value)];
        var chart = metric.Aggregation == Aggregation.Level
            ? LevelChart.Of(values, metric.Direction)
            : XmrChart.Of(values, new XmrPlan
            {
                Direction = metric.Direction,
                Target = weeks[^1].Point?.Target,
                RebaseAt = [.. weeks.Index().Where(each => each.Item.Rebaseline is not null || (breaks ?? []).Any(each.Item.Week.Contains)).Select(each => each.Index)],
            });
        return new Trend(metric, key, weeks, chart, otherBases) { IsMature = isMature };
    }

    /// <summary>The points of the best basis by the start of their period, and the names of the others.</summary>
    internal static (IReadOnlyDictionary<DateOnly, MetricPoint> Points, IReadOnlyList<string> OtherBases) BestBasis(IEnumerable<MetricPoint> points)
    {
        var byBasis = points.GroupBy(point => point.Basis).OrderBy(group => Bases.Rank(group.Key)).ToList();
        return (byBasis.Count == 0 ? new Dictionary<DateOnly, MetricPoint>() : byBasis[0].ToDictionary(point => point.PeriodStart!.Value), [.. byBasis.Skip(1).Select(group => group.Key).OfType<string>()]);
    }

    private Trend WithEvents(Trend trend, IReadOnlyList<DimensionFilter> where)
    {
        var events = engine.Events.During(new Period(trend.Weeks[0].Week.FirstDay, trend.Weeks[^1].Week.Days.End), where);
        return events.Count == 0 ? trend : trend with
        {
            Weeks = [.. trend.Weeks.Select(week => week with { Events = [.. events.Where(one => one.Days.Intersect(week.Week.Days) is not null)] })],
        };
    }

    private static MetricQuestion Question(MetricDefinition metric, IsoWeek week, IReadOnlyList<DimensionFilter> where, DateTime? asOf, string? zone) =>
        new(metric.Id) { Period = Period.LastWeeks(week, WeeksShown), Grain = Grain.Week, Where = where, AsOf = asOf, Zone = zone };
}
