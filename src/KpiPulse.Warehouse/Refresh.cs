using System.Security.Cryptography;
using System.Text;

namespace KpiPulse.Warehouse;

/// <summary>
/// Canonical rows → models → checks → the daily cube, inside the caller's transaction. For touched tickets, temporary views that hold only
/// their rows stand in front of the tables, so the very text that rebuilds everything also does the part (incremental = rebuild).
/// </summary>
internal static class Refresh
{
    /// <summary>Canonical tables whose rows belong to a ticket.</summary>
    public static readonly IReadOnlyList<string> TicketTables = ["tickets", "ticket_events", "surveys", "qa_reviews", "qa_review_items"];

    /// <summary>Builds all models if their text, the macros or the reporting zone differ from what the warehouse was built with.</summary>
    /// <param name="readState">False only while the warehouse is being opened.</param>
    public static void EnsureModels(KpiWarehouse warehouse, bool readState = true)
    {
        var macros = warehouse.Sql.Files("macros");
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\n', [warehouse.Models.Sha256, MetricCube.Definition, warehouse.Options.ReportingZone, .. macros.Select(file => file.Text.ReplaceLineEndings("\n"))]))));

        warehouse.Write(session =>
        {
            if (session.Ask<string>("model_state", "select models_sha256 from model_state") is [var built] && built == fingerprint)
                return 0;

            session.Run("reporting_zone", $"create or replace macro reporting_zone() as {SqlSlots.Literal(warehouse.Options.ReportingZone)}");
            foreach (var macro in macros)
                session.Run(macro.Path, macro.Text);
            Everything(session, warehouse);
            return session.Run("model_state", "delete from model_state; insert into model_state values ($fingerprint)", new { fingerprint });
        }, readState);
    }

    /// <summary>All models from all canonical rows.</summary>
    public static void Everything(Session session, KpiWarehouse warehouse)
    {
        session.Run("data_until", DataUntil.OfEverything);
        foreach (var model in warehouse.Models.InOrder)
            session.Run(model.Path, model.Kind == ModelKind.View ? $"create or replace view {model.Name} as\n{model.Text}" : $"create or replace table {model.Name} as\n{model.Text}");
        MetricCube.Create(session, warehouse.Models);
        MetricCube.RefreshAll(session);
        Publish(session, warehouse);
    }

    /// <summary>
    /// Models of the tickets in the temporary table <c>touched_tickets(source_system, ticket_id)</c>, and the days they touched. Models that are
    /// kept whole come from reference data, and a change of that rebuilds everything.
    /// </summary>
    public static void TouchedTickets(Session session, KpiWarehouse warehouse)
    {
        session.Run("touched_days", "create or replace temp table touched_days (metric varchar, day date)");
        var before = DataUntil.Read(session);
        Shadow(session, warehouse);
        MetricCube.NoteDaysOfTouchedTickets(session);
        foreach (var model in warehouse.Models.ByTicket)
            Replace(session, warehouse, model);
        MetricCube.NoteDaysOfTouchedTickets(session);
        session.Run("data_until", DataUntil.OfTouched);
        Checks.Assert(session, warehouse);
        Unshadow(session, warehouse);

        MetricCube.NoteDaysThatBecameKnown(session, before, DataUntil.Read(session));
        MetricCube.RefreshTouchedDays(session);
        Publish(session, warehouse);
    }

    private static void Replace(Session session, KpiWarehouse warehouse, Model model) =>
        session.Run(model.Path, $"""
            create or replace temp table fresh_rows as
            {model.Text};
            delete from {warehouse.Catalog}.main.{model.Name} as stale using touched_tickets as touched
            where stale.source_system = touched.source_system and stale.ticket_id = touched.ticket_id;
            insert into {warehouse.Catalog}.main.{model.Name} by name select * from fresh_rows;
            drop table temp.fresh_rows;
            """);

    private static void Shadow(Session session, KpiWarehouse warehouse)
    {
        foreach (var table in ShadowedTables(warehouse))
        {
            // Items know their review only.
            var touched = table == "qa_review_items"
                ? $"(select source_system, review_id from {warehouse.Catalog}.main.qa_reviews semi join touched_tickets using (source_system, ticket_id)) using (source_system, review_id)"
                : "touched_tickets using (source_system, ticket_id)";
            session.Run(table, $"create or replace temp view {table} as select * from {warehouse.Catalog}.main.{table} semi join {touched}");
        }
    }

    private static void Unshadow(Session session, KpiWarehouse warehouse)
    {
        foreach (var table in ShadowedTables(warehouse))
            session.Run(table, $"drop view temp.{table}");
    }

    private static IEnumerable<string> ShadowedTables(KpiWarehouse warehouse) => [.. TicketTables, .. warehouse.Models.ByTicket.Select(model => model.Name)];

    /// <summary>A new data version: every cached answer is asked again.</summary>
    public static void Publish(Session session, KpiWarehouse warehouse) =>
        session.Run("warehouse_state", "update warehouse_state set data_version = data_version + 1, refreshed_at = $at", new { at = warehouse.Clock.GetUtcNow().UtcDateTime });
}
