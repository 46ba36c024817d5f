using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KpiPulse.Warehouse;

/// <summary>
/// Canonical rows → models → checks → the daily cube. New rows are computed beside the old ones and change places with them in one short
/// transaction: write, audit, publish. (Inside one long transaction DuckDB knows no sizes of its own new tables and joins them in nested loops.)
/// </summary>
internal static class Refresh
{
    private const string Beside = "next_";

    /// <summary>
    /// Whatever landing has left to do, also in a run that died: everything, if the models' text, the macros, the reporting zone or reference data
    /// changed since the last build, most tickets did, or calendars must reach further; else the touched tickets.
    /// </summary>
    public static void Pending(KpiWarehouse warehouse) => warehouse.Build(session =>
    {
        var isBuilt = BuiltBy(session) == Fingerprint(warehouse);
        session.Run("touched_tickets", "create or replace temp table touched_tickets as select distinct source_system, ticket_id from pending_tickets");
        var (touched, all) = (Count(session, "touched_tickets"), Count(session, "tickets"));
        if (!isBuilt || touched > all / 2 || (touched > 0 && HasOutgrownCalendars(session, warehouse)))
            Everything(session, warehouse);
        else if (touched > 0)
            TouchedTickets(session, warehouse);
    });

    /// <summary>All models from all canonical rows.</summary>
    public static void Everything(Session session, KpiWarehouse warehouse)
    {
        if (!warehouse.HasViews)
            CreateMacros(session, warehouse);

        // Views of the models' names stand in front of the old tables, so that each text reads the new ones.
        DataUntil.Foresee(session, warehouse, DataUntil.Latest(session));
        foreach (var model in warehouse.Models.Whole)
        {
            session.Run(model.Path, $"create or replace table {warehouse.Main}.{Beside}{model.Name} as\n{model.Text}");
            session.Run(model.Path, $"create or replace temp view {model.Name} as select * from {warehouse.Main}.{Beside}{model.Name}");
            warehouse.KeepLogShort();
        }

        new TicketSlices(session, warehouse).ComputeInto(Beside);
        if (!warehouse.HasViews)
            CreateViews(session, warehouse, "temp view");
        var until = DataUntil.Read(session);
        session.Run("metric_days", $"create or replace table {warehouse.Main}.{Beside}metric_days as {MetricCube.Sums(until)} group by all order by metric, attributed_on");
        MetricCube.NoteDaysToCome(session, until);
        Checks.Assert(session, warehouse);
        foreach (var view in (string[])["metric_observations", "warehouse_state", .. warehouse.Models.Views.Concat(warehouse.Models.Kept).Select(model => model.Name)])
            session.Run(view, $"drop view if exists temp.{view}");

        session.InTransaction(() =>
        {
            foreach (var table in FormerModels(session, warehouse))
                session.Run(table, $"drop table {table}");
            foreach (var view in FormerViews(session, warehouse))
                session.Run(view, $"drop view {view}");
            foreach (var table in (string[])["metric_days", .. warehouse.Models.Kept.Select(model => model.Name)])
                session.Run(table, $"drop table if exists {table}; alter table {Beside}{table} rename to {table};");
            if (!warehouse.HasViews)
                CreateViews(session, warehouse, "view");
            Orphans.KeepAll(session);
            session.Run("days_to_come", "delete from days_to_come");
            MetricCube.KeepDaysToCome(session, until);
            session.Run("model_state", "delete from model_state; insert into model_state values ($fingerprint)", new { fingerprint = Fingerprint(warehouse) });
            Publish(session, warehouse, until);
        });
        warehouse.HasViews = true;
    }

    private static void CreateMacros(Session session, KpiWarehouse warehouse)
    {
        session.Run("reporting_zone", $"create or replace macro reporting_zone() as {SqlSlots.Literal(warehouse.Options.ReportingZone)}");
        session.Run("reporting_offset", $"create or replace macro reporting_offset() as {OnlyOffset(session, warehouse.Options.ReportingZone)}");
        foreach (var macro in warehouse.Sql.Files("macros"))
            session.Run(macro.Path, macro.Text);
    }

    /// <param name="kind">"view", or "temp view" in front of it while new rows are computed.</param>
    private static void CreateViews(Session session, KpiWarehouse warehouse, string kind)
    {
        foreach (var view in warehouse.Models.Views)
            session.Run(view.Path, $"create or replace {kind} {view.Name} as\n{view.Text}");
        session.Run("metric_observations", $"create or replace {kind} metric_observations as\n{MetricCube.Observations(warehouse.Models)}");
    }

    /// <summary>Raises the data version without new facts: goals changed, for one.</summary>
    public static void Publish(Session session, KpiWarehouse warehouse) =>
        session.Run("warehouse_state", "update warehouse_state set data_version = data_version + 1, refreshed_at = $at", new { at = warehouse.Clock.GetUtcNow().UtcDateTime });

    /// <summary>
    /// Models of the tickets in <c>touched_tickets</c>, and the days they touched. Temporary views that hold only their rows stand in front of the
    /// tables, so the very text that rebuilds everything also does the part (incremental = rebuild). Models kept whole come from reference data,
    /// and a change of that rebuilds everything.
    /// </summary>
    private static void TouchedTickets(Session session, KpiWarehouse warehouse)
    {
        var slices = new TicketSlices(session, warehouse);
        var kept = warehouse.Models.Kept.Where(model => model.Kind == ModelKind.ByTicket).ToList();
        session.Run("touched_days", "create or replace temp table touched_days (metric varchar, day date)");
        // Read once: every metric looks at them. Most tickets of most batches are new, and nothing stands of those: whatever a ticket has, it is in fct_tickets.
        var heads = warehouse.Models.InOrder.Single(model => model.Name == "fct_tickets").References;
        foreach (var model in kept.Where(model => heads.Contains(model.Name)))
            ShowTouched(model, "touched_tickets");
        session.Run("standing_tickets", "create or replace temp table standing_tickets as select source_system, ticket_id from fct_tickets");
        foreach (var model in kept.Where(model => !heads.Contains(model.Name)))
            ShowTouched(model, "standing_tickets");
        var stale = kept.Where(model => session.Ask<bool>(model.Path, $"select exists (from temp.touched_{model.Name})")[0]).ToList();

        MetricCube.NoteFormerDays(session);
        var before = DataUntil.Read(session);
        warehouse.KeepLogShort();
        slices.ShowOnly("touched_tickets");
        DataUntil.Foresee(session, warehouse, DataUntil.Latest(session) is { } latest && !(latest < before) ? latest : before);
        slices.Compute();
        var until = DataUntil.Read(session);
        MetricCube.NoteComputedDays(session, until);
        Checks.Assert(session, warehouse);
        Orphans.NoteTouched(session);
        session.Run("warehouse_state", "drop view temp.warehouse_state");
        slices.ShowEverything();
        foreach (var model in kept)
            session.Run(model.Path, $"drop table temp.touched_{model.Name}");

        session.InTransaction(() =>
        {
            foreach (var model in kept)
            {
                if (stale.Contains(model))
                    session.Run(model.Path, $"delete from {model.Name} as stale using standing_tickets as standing where stale.source_system = standing.source_system and stale.ticket_id = standing.ticket_id");
                session.Run(model.Path, $"insert into {model.Name} by name select * from {TicketSlices.Computed(model)}");
            }

            Orphans.KeepTouched(session);
            Publish(session, warehouse, until);
            MetricCube.NoteDaysThatBecameKnown(session, until);
            MetricCube.KeepDaysToCome(session, until);
            MetricCube.RefreshTouchedDays(session, until);
            warehouse.ChangedDays = MetricCube.TouchedDays(session);
        });

        void ShowTouched(Model model, string tickets) => session.Run(model.Path + " (touched)", $"""
            create or replace temp table touched_{model.Name} as select * from {warehouse.Main}.{model.Name} semi join {tickets} using (source_system, ticket_id);
            create or replace temp view {model.Name} as select * from temp.touched_{model.Name};
            """);
    }

    private static void Publish(Session session, KpiWarehouse warehouse, DateTime? until)
    {
        session.Run("warehouse_state", "update warehouse_state set data_until = $until", new { until });
        session.Run("pending_tickets", "delete from pending_tickets");
        Publish(session, warehouse);
    }

    /// <summary>What the zone adds to UTC, where that never changes in this century.</summary>
    private static string OnlyOffset(Session session, string zone) =>
        session.Ask<long>("reporting_offset", $"select distinct cast(epoch(timezone({SqlSlots.Literal(zone)}, timezone('UTC', day))) - epoch(day) as bigint) from (select unnest(generate_series(timestamp '2000-01-01', timestamp '2100-01-02', interval 1 day)) as day)") is [var seconds]
            ? $"to_seconds({seconds.ToString(CultureInfo.InvariantCulture)})"
            : "cast(null as interval)";

    /// <summary>Tables of models that are views now, or none at all.</summary>
    private static IEnumerable<string> FormerModels(Session session, KpiWarehouse warehouse) =>
        session.Ask<string>("models", "select table_name from duckdb_tables() where database_name = current_database() and regexp_matches(table_name, '^(int|fct|dim)_')")
            .Except(warehouse.Models.Kept.Select(model => model.Name));

    /// <summary>Views of models that are tables now: one of another kind can neither be replaced nor dropped as a table.</summary>
    private static IEnumerable<string> FormerViews(Session session, KpiWarehouse warehouse) =>
        session.Ask<string>("models", "select view_name from duckdb_views() where database_name = current_database() and not internal")
            .Intersect(warehouse.Models.Kept.Select(model => model.Name));

    private static bool HasOutgrownCalendars(Session session, KpiWarehouse warehouse) =>
        session.Ask<bool>("int_calendar_horizon", $"select exists (from int_calendar_horizon anti join (\n{warehouse.Sql.Text("models/intermediate/int_calendar_horizon")}\n) using (starts_at, ends_at))")[0];

    /// <summary>Whether models, macros and views of the file are this program's, and nothing came since that changes all of them.</summary>
    public static bool IsBuilt(KpiWarehouse warehouse)
    {
        using var session = warehouse.Read();
        return BuiltBy(session) == Fingerprint(warehouse);
    }

    /// <summary>Whether numbers of a copy come from other definitions than this program's. While reference data lands it is not said which.</summary>
    public static bool IsOfOtherModels(Session session, KpiWarehouse warehouse) => BuiltBy(session) is { } built && built != Fingerprint(warehouse);

    private static string? BuiltBy(Session session) => session.Ask<string>("model_state", "select models_sha256 from model_state") is [var built] ? built : null;

    private static string Fingerprint(KpiWarehouse warehouse) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        [warehouse.Models.Sha256, MetricCube.Observations(warehouse.Models), MetricCube.Sums(until: null), MetricCube.DaysToCome(until: null), Orphans.InView, warehouse.Options.ReportingZone, .. warehouse.Sql.Files("macros").Select(file => file.Text.ReplaceLineEndings("\n"))]))));

    private static long Count(Session session, string table) => session.Ask<long>(table, $"select count(*) from {table}")[0];
}
