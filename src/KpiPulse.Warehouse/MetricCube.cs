using System.Globalization;

namespace KpiPulse.Warehouse;

/// <summary>
/// <c>metric_days</c>: additive sums per metric, day and page dimension, as of the latest data. Pages read it instead of facts, so that
/// their cost follows the question; only days that a batch touched are made again.
/// </summary>
internal static class MetricCube
{
    /// <summary>Dimensions that pages filter and break down by; the others are answered from facts of the asked period.</summary>
    public static readonly IReadOnlyList<string> Dimensions = ["market", "lob", "tier", "channel", "site", "team"];

    private const string Columns = "metric, attributed_on, basis, market, lob, tier, channel, site, team";

    /// <summary>
    /// Up to its grouping; part of the fingerprint of the models. The instant stands in the text: a subquery in its place keeps days from reaching
    /// the facts (twice the time, measured). A sum of whole numbers is a HUGEINT unless told otherwise, and reading one
    /// back costs thirty times as much as reading all the other columns (measured).
    /// </summary>
    public static string Sums(DateTime? until) => $"""
        select
            {Columns},
            sum(numerator) as numerator,
            sum(denominator) as denominator,
            cast(sum(observations) as bigint) as observations,
        from metric_observations
        where visible_from <= {DataUntil.Literal(until)}
            and (visible_until is null or visible_until > {DataUntil.Literal(until)})
            and attributed_on is not null
        """;

    /// <summary>
    /// The rows of all metrics together. By <c>stored_at</c>, an instant within a day of <c>attributed_at</c>, days are read without the others: it stands in a
    /// table as it is. A view that computes its instants says which.
    /// </summary>
    public static string Observations(ModelGraph models) => string.Join("\nunion all by name\n", models.Metrics.Select(view =>
        $"select *, 1 as observations{(ModelGraph.WordsOf(view.Text).Contains("stored_at") ? "" : ", attributed_at as stored_at")} from {view.Name}"));

    /// <summary>Of the rows that touched tickets had before.</summary>
    public static void NoteFormerDays(Session session) =>
        session.Run("touched_days", "insert into touched_days select distinct metric, attributed_on from metric_observations where attributed_on is not null");

    /// <summary>Of the rows that touched tickets have now, and which of those days time will change: one pass over all metrics tells both.</summary>
    public static void NoteComputedDays(Session session, DateTime? until)
    {
        session.Run("touched_days", $"""
            create or replace temp table computed_days as
            select distinct
                metric,
                attributed_on,
                if({ChangesAfter(until)}, visible_from, null) as visible_from,
                if({ChangesAfter(until)}, visible_until, null) as visible_until,
            from metric_observations
            where attributed_on is not null;
            insert into touched_days select distinct metric, attributed_on from computed_days;
            """);
        NoteDaysToCome(session, until, "computed_days");
    }

    /// <summary>
    /// Days of rows that become known, or cease to be, after the data: a clock that runs out between two exports. Kept as <c>days_to_come</c>,
    /// since else each batch would have to look for them through all facts.
    /// </summary>
    public static void NoteDaysToCome(Session session, DateTime? until, string observations = "metric_observations") =>
        session.Run("days_to_come", $"create or replace temp table next_days_to_come as {DaysToCome(until, observations)}");

    /// <summary>With instants before the data too, where a row has another one after it.</summary>
    public static string DaysToCome(DateTime? until, string observations = "metric_observations") => $"""
        select distinct
            metric,
            attributed_on as day,
            unnest([visible_from, visible_until]) as known_at,
        from {observations}
        where attributed_on is not null
            and {ChangesAfter(until)}
        """;

    private static string ChangesAfter(DateTime? until) => $"greatest(visible_from, visible_until) > {DataUntil.Literal(until)}";

    /// <summary>Rows that no batch touched but that time has made true.</summary>
    public static void NoteDaysThatBecameKnown(Session session, DateTime? until) =>
        session.Run("touched_days", $"insert into touched_days select distinct metric, day from days_to_come where known_at <= {DataUntil.Literal(until)}");

    /// <summary>What touched tickets said before stays: a day that is made again for nothing costs little, and time ends it.</summary>
    public static void KeepDaysToCome(Session session, DateTime? until) => session.Run("days_to_come", $"""
        delete from days_to_come where known_at <= {DataUntil.Literal(until)};
        insert into days_to_come by name
        select * from next_days_to_come anti join days_to_come using (metric, day, known_at)
        where known_at > {DataUntil.Literal(until)};
        """);

    /// <summary>The bounds stand in the text, so that row groups of other days are not read at all; of the instant too, since some days are computed from it.</summary>
    public static void RefreshTouchedDays(Session session, DateTime? until)
    {
        if (session.Ask<DayBounds>("touched_days", "select min(day) as first, max(day) as last from touched_days")[0] is not { First: { } first, Last: { } last })
            return;

        session.Run("metric_days", string.Create(CultureInfo.InvariantCulture, $"""
            delete from metric_days using (select distinct metric, day from touched_days) as touched
            where metric_days.metric = touched.metric and metric_days.attributed_on = touched.day
                and metric_days.attributed_on between date '{first:yyyy-MM-dd}' and date '{last:yyyy-MM-dd}';
            insert into metric_days by name
            {Sums(until)}
                and attributed_on between date '{first:yyyy-MM-dd}' and date '{last:yyyy-MM-dd}'
                and stored_at between timestamp_s '{first.AddDays(-2):yyyy-MM-dd}' and timestamp_s '{last.AddDays(3):yyyy-MM-dd}'
                and (metric, attributed_on) in (select (metric, day) from touched_days)
            group by all
            order by metric, attributed_on;
            """));
    }

    public static IReadOnlyCollection<MetricDay> TouchedDays(Session session) => session.Ask<MetricDay>("touched_days", "select distinct metric, day from touched_days").ToList();

    private sealed record DayBounds(DateOnly? First, DateOnly? Last);
}
