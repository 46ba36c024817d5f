using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Completeness;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Metrics.Targets;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics;

/// <summary>The only reader of observations: a question and a reader's scope in, numbers or the rows behind them out.</summary>
public sealed class MetricEngine(KpiWarehouse warehouse) : IDisposable
{
    private readonly TargetBook targets = new(warehouse);
    private readonly AnswerCache cache = new();
    private readonly Pseudonyms pseudonyms = Pseudonyms.In(warehouse.Options.KeysFolder);

    /// <summary>UTC; the latest instant that any source has told us of.</summary>
    public DateTime? DataUntil => warehouse.DataUntil;

    /// <summary>Part of every cache key.</summary>
    public long DataVersion => warehouse.DataVersion;

    public string ReportingZone => warehouse.Options.ReportingZone;

    public CompletenessReader Completeness { get; } = new(warehouse);

    public ReviewEvents Events { get; } = new(warehouse);

    /// <summary>Received rows that no number counts (I3): whose they would be, nobody can say of all of them.</summary>
    public RowsSetAside SetAside => cache.Get(DataVersion, "rows set aside", Completeness.SetAside, _ => 1);

    /// <summary>Where people began the usual range of a number anew, and why.</summary>
    public Rebaselines Rebaselines { get; } = new(warehouse);

    /// <summary>Weeks that are signed or closed, and what changed since.</summary>
    public FrozenWeeks Frozen { get; } = new(warehouse);

    /// <summary>Files that the numbers of the days, or of all days with data, still lack.</summary>
    public IReadOnlyList<ExpectedFile> Missing(Period? days) => (days ?? DataSpan) is { } asked ? Completeness.Missing(asked) : [];

    /// <summary>The dimensions that the loaded data has.</summary>
    public Dimensions Dimensions => Known("dimensions", session => new Dimensions(session.Query<string>("extra_dimensions")));

    /// <summary>First and last local day with data; null while the warehouse is empty.</summary>
    public Period? DataSpan => Known("span", session => session.Query<Span>("data_span")[0]) is { FirstOn: { } first, LastOn: { } last } ? new Period(first, last.AddDays(1)) : null;

    /// <summary>Local days at which the metric's meaning changed with its scorecard: no trend reaches across one (Q8).</summary>
    internal IReadOnlyList<DateOnly> BreaksOf(MetricDefinition metric) => metric.IsScored ? Known("scorecard changes", session => session.Query<DateOnly>("scorecard_changes")) : [];

    /// <summary>The last week that the data covers to its end; the one that a Monday review is about. Null while the warehouse is empty.</summary>
    public IsoWeek? LatestWeek => DataSpan is { } span ? IsoWeek.LastWholeOf(span) : null;

    /// <exception cref="QuestionException">An unknown metric, dimension or zone; the message says which there are.</exception>
    public MetricAnswer Ask(MetricQuestion question, Scope scope)
    {
        var moment = MomentOf(question);
        // Frozen numbers are asked for seldom and change with a sign-off, which is no new data version: they are not kept.
        if (question.AsReported)
            return Answer(question, scope, moment);

        var version = moment.VersionOf(MetricCatalog.Get(question.Metric), question.Period);
        var known = cache.Get(version, AnswerCache.KeyOf(question, scope, moment), () => Answer(question, scope, moment), answer => answer.Points.Count);
        // Nothing that came since the answer was read changed it, so it is today's.
        return known with { Question = question, AsOf = AsOf(moment) };
    }

    private static DateTime? AsOf(Moment moment) => moment.State.DataUntil is null ? null : moment.AsOf;

    private MetricAnswer Answer(MetricQuestion question, Scope scope, Moment moment)
    {
        var metric = MetricCatalog.Get(question.Metric);
        var rows = Rows(question, scope, metric, moment);
        if (question.AsReported && moment.IsReportingZone)
            rows = Frozen.LaidOver(rows, question, scope);
        // One number was asked for: it is there even when nothing counted (C5).
        if (rows.Count == 0 && AsksForOne(question))
            rows = [new SeriesRow(question.Grain == Grain.None ? null : Grains.UnitOf(question.Period!.Value.Start, question.Grain).Start, [], null, null, null, null, 0)];

        var judge = new PointJudge(question, metric, targets, () => Rows(question with { Grain = Grain.Week }, scope, metric, moment));
        return new MetricAnswer(metric, question, AsOf(moment), moment.Zone, [.. rows.Select(judge.Judge).Select(point => Shown(point, scope))]);
    }

    /// <summary>The point as this reader may see it: sums over a few tickets are theirs only who may see the tickets, names theirs only who need them.</summary>
    private MetricPoint Shown(MetricPoint point, Scope scope)
    {
        var shown = scope.SeesRows ? point : point.Withheld();
        return scope.SeesAgents || !shown.Dimensions.Any(pair => pair.Key == "agent") ? shown
            : shown with { Dimensions = [.. shown.Dimensions.Select(pair => pair.Key == "agent" ? KeyValuePair.Create(pair.Key, pseudonyms.Of(pair.Value, scope)) : pair)] };
    }

    private static bool AsksForOne(MetricQuestion question) => question.By.Count == 0
        && (question.Grain == Grain.None || (question.Period is { } period && Grains.Split(period, question.Grain).Count == 1));

    /// <summary>A number that was kept when its week was closed, with the interval and the target that its question gives it.</summary>
    public MetricPoint Judged(MetricQuestion question, CellValue kept)
    {
        var metric = MetricCatalog.Get(question.Metric);
        var sums = new SeriesRow(null, [], question.Basis, kept.Numerator, kept.Denominator, kept.Value, (long)kept.N);
        return new PointJudge(question with { Grain = Grain.None, By = [] }, metric, targets, () => []).Judge(sums);
    }

    /// <summary>An answer by fewer of its dimensions, without reading again: sums add up, and are divided again (C4). Quantiles do not add up, nor do cells of which some are withheld.</summary>
    internal MetricAnswer RolledUp(MetricAnswer answer, IReadOnlyList<string> by, Scope scope)
    {
        var question = answer.Question with { By = by };
        if (answer.Metric.Aggregation == Aggregation.Quantile || question.AsReported || !scope.SeesRows)
            return Ask(question, scope);

        var moment = MomentOf(question);
        var judge = new PointJudge(question, answer.Metric, targets, () => Rows(question with { Grain = Grain.Week }, scope, answer.Metric, moment));
        return answer with
        {
            Question = question,
            Points = [.. answer.Points
                .GroupBy(point => (point.PeriodStart, point.Basis, Key: string.Join('\u001f', by.Select(dimension => point[dimension] ?? "\u001e"))))
                .Select(group => judge.Judge(new SeriesRow(
                    group.Key.PeriodStart, [.. by.Select(dimension => group.First()[dimension])], group.Key.Basis,
                    CompensatedSum.Of(group.Select(point => point.Numerator ?? 0)), answer.Metric.Aggregation is Aggregation.Ratio or Aggregation.Mean ? CompensatedSum.Of(group.Select(point => point.Denominator ?? 0)) : null, null, 0)))],
        };
    }

    /// <summary>The rows behind a number; their count is the number's own numerator or denominator.</summary>
    public TicketPage Tickets(MetricQuestion question, Scope scope, Outcome outcome = Outcome.All, int offset = 0, int limit = int.MaxValue)
    {
        if (!scope.SeesRows)
            throw new OutOfScopeException();

        var metric = MetricCatalog.Get(question.Metric);
        if (outcome != Outcome.All && metric.Aggregation != Aggregation.Ratio)
            throw new QuestionException($"'{metric.Id}' has no met or missed rows; ask for all of them.");

        var sql = SqlOf(question, scope, MomentOf(question));
        var slots = sql.Tickets(outcome);
        sql.Arguments["limit"] = limit;
        sql.Arguments["offset"] = offset;
        using var session = warehouse.Read();
        var isLevel = metric.Aggregation == Aggregation.Level;
        var rows = session.Query<TicketRow>(isLevel ? "metric_level_tickets" : "metric_tickets", sql.Arguments, slots);
        var count = isLevel ? (long)(Ask(question with { Grain = Grain.None, By = [] }, scope).Only?.Value ?? 0)
            : offset == 0 && rows.Count < limit ? rows.Count
            : session.Scalar<long>("metric_ticket_count", sql.Arguments, slots);
        return new TicketPage(metric, question, outcome, sql.Moment.Zone, count, scope.SeesAgents ? rows : [.. rows.Select(row => row with { Agent = pseudonyms.Of(row.Agent, scope) })]);
    }

    /// <summary>Values of a page dimension within the reader's scope, in order.</summary>
    public IReadOnlyList<string> Values(string dimension, Scope scope)
    {
        var asked = Dimensions.Get(dimension);
        if (!asked.IsInCube)
            throw new QuestionException($"'{dimension}' has no list of values; write the value.");

        return Known($"values of {dimension} for {scope.Key}", session => ValuesOf(session, asked, scope));
    }

    private List<string> ValuesOf(Session session, Dimension dimension, Scope scope)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        var slots = new SqlSlots().Set("dimension", dimension.Sql).Set("filters", FilterSql.Of(scope.Limits, Dimensions, arguments));
        return [.. session.Query<DimensionValue>("dimension_values", arguments, slots).Select(row => row.Value).OfType<string>()];
    }

    /// <summary>Who the data names.</summary>
    private IReadOnlyList<string> Agents => Known("agents", session => session.Query<string>("agents"));

    internal Pseudonyms Pseudonyms => pseudonyms;

    internal QuestionSql SqlOf(MetricQuestion question, Scope scope, Moment moment) =>
        new(question, scope, Dimensions, moment, warehouse.Models.RowsOf(MetricCatalog.Get(question.Metric).Rows).Name, filter => pseudonyms.Resolve(filter, scope, Agents));

    /// <summary>What was worked out from a question's rows, kept like the question's own answer.</summary>
    /// <param name="metrics">All that it was worked out from, within the question's period; null: more than that.</param>
    internal T Kept<T>(string what, MetricQuestion question, Scope scope, Func<T> read, Func<T, int> rows, IReadOnlyList<string>? metrics = null)
    {
        var moment = MomentOf(question);
        var version = metrics?.Max(metric => moment.VersionOf(MetricCatalog.Get(metric), question.Period)) ?? moment.State.DataVersion;
        return cache.Get(version, $"{what}\n{AnswerCache.KeyOf(question, scope, moment)}", read, rows);
    }

    /// <summary>Sums per leaf and week; what the search for causes reads.</summary>
    internal IReadOnlyList<LeafRow> Leaves(MetricQuestion question, Scope scope, IReadOnlyList<Dimension> dimensions, IReadOnlyList<IsoWeek> weeks)
    {
        var span = question with { Period = new Period(weeks.Min(week => week.FirstDay), weeks.Max(week => week.Days.End)) };
        var sql = SqlOf(span, scope, MomentOf(question));
        var slots = sql.Leaves(dimensions, weeks);
        using var session = warehouse.Read();
        return session.Query<LeafRow>("leaf_sums", sql.Arguments, slots);
    }

    /// <summary>How many values each dimension takes in the question's rows.</summary>
    internal IReadOnlyList<long> DimensionSizes(MetricQuestion question, Scope scope, IReadOnlyList<Dimension> dimensions)
    {
        var sql = SqlOf(question, scope, MomentOf(question));
        var slots = sql.Sizes(dimensions);
        using var session = warehouse.Read();
        return session.Query<SizesRow>("dimension_sizes", sql.Arguments, slots)[0].Sizes;
    }

    public void Dispose() => cache.Dispose();

    /// <summary>What every page asks and only new data changes.</summary>
    private T Known<T>(string key, Func<Session, T> read) => cache.Get(DataVersion, key, () =>
    {
        using var session = warehouse.Read();
        return read(session);
    }, _ => 1);

    private IReadOnlyList<SeriesRow> Rows(MetricQuestion question, Scope scope, MetricDefinition metric, Moment moment)
    {
        if (StatementOf(question, scope, metric, moment) is not { } statement)
            return [];

        using var session = warehouse.Read();
        return session.Query<SeriesRow>(statement.Query, statement.Arguments, statement.Slots);
    }

    /// <returns>Null for a level over all time of an empty warehouse.</returns>
    internal MetricStatement? StatementOf(MetricQuestion question, Scope scope, MetricDefinition metric, Moment moment)
    {
        var sql = SqlOf(question, scope, moment);
        if (metric.Aggregation != Aggregation.Level)
            return new MetricStatement("metric_series", sql.Series(), sql.Arguments);

        var span = question.Period ?? DataSpan;
        if (span is null)
            return null;

        var starts = question.Grain == Grain.None ? [span.Value.Start] : Grains.Split(span.Value, question.Grain).Select(unit => Grains.UnitOf(unit.Days.Start, question.Grain).Start).ToList();
        return new MetricStatement("metric_level", sql.Level(starts), sql.Arguments);
    }

    internal Moment MomentOf(MetricQuestion question)
    {
        var state = warehouse.State;
        var latest = state.DataUntil ?? DateTime.UnixEpoch;
        var asOf = question.AsOf ?? latest;
        var reportingZone = warehouse.Options.ReportingZone;
        try
        {
            var zone = Metrics.ReportingZone.Of(question.Zone ?? reportingZone);
            return new Moment(state, asOf, asOf == latest, zone, zone.Id == reportingZone);
        }
        catch (ArgumentException failure)
        {
            throw new QuestionException(failure.Message);
        }
    }

    private sealed record Span(DateOnly? FirstOn, DateOnly? LastOn);

    private sealed record SizesRow(List<long> Sizes);

    private sealed record DimensionValue(string? Value, long Observations);
}

/// <summary>A question as it is put to the warehouse: a query file, what fills its slots, its parameters.</summary>
internal sealed record MetricStatement(string Query, SqlSlots Slots, Dictionary<string, object?> Arguments);

/// <summary>Sums of one cell, before division; divided here and nowhere else.</summary>
internal sealed record SeriesRow(DateOnly? PeriodStart, List<string?> Dimensions, string? Basis, double? Numerator, double? Denominator, double? Value, long Observations)
{
    public double? ValueOf(MetricDefinition metric) => metric.Aggregation switch
    {
        Aggregation.Ratio or Aggregation.Mean => Denominator > 0 ? Numerator / Denominator : null,
        Aggregation.Quantile => Value,
        _ => Numerator,
    };

    public double NumeratorOf(MetricDefinition metric) => (metric.Aggregation == Aggregation.Quantile ? Observations : Numerator) ?? 0;

    /// <summary>Null for counts, levels and quantiles.</summary>
    public double? DenominatorOf(MetricDefinition metric) => metric.Aggregation is Aggregation.Ratio or Aggregation.Mean ? Denominator ?? 0 : null;
}
