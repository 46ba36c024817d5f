using System.Globalization;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics;

/// <summary>A question in slots and parameters. The reader's scope enters here and nowhere else.</summary>
internal sealed class QuestionSql
{
    private readonly MetricQuestion question;
    private readonly MetricDefinition metric;
    private readonly string family;
    private readonly Dimensions dimensions;
    private readonly IReadOnlyList<DimensionFilter> filters;
    private readonly DateOnly? until;
    private readonly bool isOfCubeDays;

    /// <param name="family">The view that the metric's rows come from. Asked by way of all families, half of a question's time went into planning it (measured).</param>
    /// <param name="agents">Who the data names, for filters by pseudonym.</param>
    /// <exception cref="OutOfScopeException">The question names what lies outside of the scope.</exception>
    public QuestionSql(MetricQuestion question, Scope scope, Dimensions dimensions, Moment moment, string family, Func<DimensionFilter, DimensionFilter> agents)
    {
        this.family = family;
        this.question = question;
        this.dimensions = dimensions;
        Moment = moment;
        metric = MetricCatalog.Get(question.Metric);
        if (scope.Excludes(question.Where) || (!scope.SeesRows && question.By.Contains("agent")) || scope.Until <= question.Period?.Start)
            throw new OutOfScopeException();
        until = scope.Until;
        filters = [.. scope.Limits, .. question.Where.Select(agents)];
        isOfCubeDays = moment.IsReportingZone && metric.Aggregation != Aggregation.Quantile
            && question.By.Concat(filters.Select(filter => filter.Dimension)).All(id => dimensions.Get(id).IsInCube);
    }

    public Moment Moment { get; }

    /// <summary>True when daily sums answer; else facts of the period do.</summary>
    public bool UsesCube => isOfCubeDays && Moment.IsLatest;

    public Dictionary<string, object?> Arguments { get; } = new(StringComparer.Ordinal);

    public SqlSlots Series()
    {
        Arguments["metric"] = metric.Rows;
        return new SqlSlots()
            .Set("rows", Rows)
            .Set("observations", UsesCube ? OfCube : OfFacts)
            .Set("period", PeriodStart)
            .Set("by", By)
            .Set("value", metric.Quantile is { } q ? $"quantile_cont(numerator, {q.ToString(CultureInfo.InvariantCulture)})" : "null")
            .Set("filters", Filters(UsesCube) + InPeriod());
    }

    public SqlSlots Level(IReadOnlyList<DateOnly> periodStarts)
    {
        Arguments["metric"] = metric.Rows;
        var ends = periodStarts.Select(start => (start, end: EndOf(start)));
        var isOfCube = isOfCubeDays && (Moment.IsLatest || Moment.AsOf < Moment.State.DataUntil);
        return new SqlSlots()
            .Set("rows", isOfCube && !UsesCube ? CubeAsOf() : Rows)
            .Set("observations", isOfCube ? OfCube : OfFacts)
            .Set("periods", string.Join(", ", ends.Select(period => $"({Date(period.start)}, {Date(period.end)}, {SqlSlots.Second(Moment.StartOf(period.end))})")))
            .Set("before", isOfCube ? "rows.attributed_on < periods.until_on" : "rows.attributed_at < periods.until_at")
            .Set("by", By)
            .Set("filters", Filters(isOfCube));
    }

    /// <summary>
    /// The daily sums as they were at an earlier instant: without what became visible since, so that only this is read. What counts into a level never ceases
    /// to be visible (it is closed by a row of its own), and its changes are whole numbers: nothing is lost by taking them off again.
    /// </summary>
    private string CubeAsOf()
    {
        Arguments["as_of"] = Moment.AsOf;
        var columns = "metric, attributed_on, basis, " + string.Join(", ", MetricCube.Dimensions);
        return $"""
            (
                select {columns}, numerator, observations from metric_days where metric = $metric
                union all
                select {columns}, -numerator, -1 from {family} where metric = $metric and attributed_on is not null and visible_from > $as_of and visible_from <= (select data_until from warehouse_state)
            )
            """;
    }

    public SqlSlots Tickets(Outcome outcome)
    {
        Arguments["metric"] = metric.Rows;
        var slots = OfFamily().Set("outcome", outcome switch
        {
            Outcome.Met => "and numerator >= denominator",
            Outcome.Missed => "and numerator < denominator",
            _ => "",
        });
        return slots.Set("filters", RowsCounted());
    }

    /// <summary>Which observations stand behind the number, for queries that look for something else than their sums.</summary>
    public string Counted()
    {
        Arguments["metric"] = metric.Rows;
        return " and metric = $metric" + RowsCounted();
    }

    /// <summary>Clocks of any outcome; the period decides only about those that have one.</summary>
    public SqlSlots BesideAttainment() => new SqlSlots().Set("filters", Filters(ofCube: false, onlyAttributed: false)).Set("period", InPeriod());

    /// <summary>Facts of the question's rows and period; the basis apart, for queries over facts of several kinds.</summary>
    public SqlSlots BesideRows() => new SqlSlots().Set("filters", Filters(ofCube: false, onlyAttributed: false, ofBasis: false)).Set("period", InPeriod()).Set("basis", OfBasis());

    public SqlSlots BesideLevel()
    {
        Arguments["until"] = EndOfPeriod;
        return new SqlSlots().Set("filters", Filters(ofCube: false));
    }

    private string RowsCounted()
    {
        if (metric.Aggregation != Aggregation.Level)
            return Filters(ofCube: false) + InPeriod();

        Arguments["until"] = EndOfPeriod;
        return Filters(ofCube: false) + " and attributed_at < cast($until as timestamp_s)";
    }

    private DateTime EndOfPeriod => question.Period is { } period ? Moment.StartOf(period.End) : DateTime.MaxValue.AddYears(-1);

    /// <summary>By the given dimensions and weeks; always from facts, because the daily sums know a few dimensions only.</summary>
    public SqlSlots Leaves(IReadOnlyList<Dimension> searched, IReadOnlyList<IsoWeek> weeks)
    {
        Arguments["metric"] = metric.Rows;
        var columns = searched.Select((dimension, place) => (Sql: $"cast({dimension.Sql} as varchar)", Name: "d" + place.ToString(CultureInfo.InvariantCulture))).ToList();
        return OfFamily()
            .Set("week", WeekStart)
            .Set("columns", string.Concat(columns.Select(column => $"{column.Sql} as {column.Name}, ")))
            .Set("leaf", string.Join(", ", columns.Select(column => $"replace(coalesce({column.Name}, ''), chr({(int)LeafRow.Separator}), ' ')").DefaultIfEmpty("''")))
            .Set("separator", $"chr({(int)LeafRow.Separator})")
            .Set("weeks", string.Join(", ", weeks.Select(week => Date(week.FirstDay))))
            .Set("filters", Filters(ofCube: false) + InPeriod());
    }

    public SqlSlots Sizes(IReadOnlyList<Dimension> asked)
    {
        Arguments["metric"] = metric.Rows;
        return OfFamily()
            .Set("sizes", string.Join(", ", asked.Select(dimension => $"count(distinct {dimension.Sql})")))
            .Set("filters", Filters(ofCube: false) + InPeriod());
    }

    /// <summary>A question that ends within a unit asks for the level at its own end.</summary>
    private DateOnly EndOf(DateOnly periodStart)
    {
        var end = question.Period?.End ?? DateOnly.MaxValue.AddYears(-1);
        if (question.Grain == Grain.None)
            return end;

        var endOfUnit = Grains.UnitOf(periodStart, question.Grain).End;
        return endOfUnit < end ? endOfUnit : end;
    }

    private string Rows => UsesCube ? "metric_days" : family;

    private const string OfCube = "sum(observations)";

    private const string OfFacts = "count(*)";

    private SqlSlots OfFamily() => new SqlSlots().Set("family", $"metric_observations as not materialized (from {family}),");

    private string LocalDay
    {
        get
        {
            if (Moment.IsReportingZone)
                return "attributed_on";
            Arguments["zone"] = Moment.Zone;
            return "local_date(attributed_at, $zone)";
        }
    }

    private string PeriodStart => question.Grain switch
    {
        Grain.Day => LocalDay,
        Grain.Week => WeekStart,
        Grain.Month => $"cast(date_trunc('month', {LocalDay}) as date)",
        _ => "cast(null as date)",
    };

    private string WeekStart => $"cast(date_trunc('week', {LocalDay}) as date)";

    private string By => string.Join(", ", question.By.Select(id => $"cast({dimensions.Get(id).Sql} as varchar)").DefaultIfEmpty("null::varchar"));

    /// <summary>Scope and filters; blank stands for rows without a value. Daily sums are as of the latest data already.</summary>
    private string Filters(bool ofCube, bool onlyAttributed = true, bool ofBasis = true)
    {
        var sql = ofBasis ? OfBasis() : "";
        sql += FilterSql.Of(filters, dimensions, Arguments);
        if (until is { } unpublished)
        {
            Arguments["unpublished_on"] = unpublished;
            sql += " and attributed_on < $unpublished_on";
        }

        if (ofCube)
            return sql;

        Arguments["as_of"] = Moment.AsOf;
        return sql + " and visible_from <= $as_of and (visible_until is null or visible_until > $as_of)" + (onlyAttributed ? " and attributed_at is not null" : "");
    }

    private string OfBasis()
    {
        if (question.Basis is not { } basis)
            return "";

        Arguments["basis"] = basis;
        return " and basis = $basis";
    }

    private string InPeriod()
    {
        if (question.Period is not { } period)
            return "";

        // The day bounds prune row groups; the instants decide where the zone is not the reporting zone.
        Arguments["from_on"] = Moment.IsReportingZone ? period.Start : period.Start.AddDays(-1);
        Arguments["until_on"] = Moment.IsReportingZone ? period.End : period.End.AddDays(1);
        var sql = " and attributed_on >= $from_on and attributed_on < $until_on";
        if (Moment.IsReportingZone)
            return sql;

        Arguments["from_at"] = Moment.StartOf(period.Start);
        Arguments["until_at"] = Moment.StartOf(period.End);
        return sql + " and attributed_at >= cast($from_at as timestamp_s) and attributed_at < cast($until_at as timestamp_s)";
    }

    private static string Date(DateOnly date) => $"date '{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'";
}
