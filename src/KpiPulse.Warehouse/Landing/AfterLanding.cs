namespace KpiPulse.Warehouse.Landing;

/// <summary>What a landed file means for sources, dimensions and models; the last part of its transaction.</summary>
internal static class AfterLanding
{
    /// <param name="changed">Canonical tables whose rows came or went.</param>
    public static void Note(Session session, KpiWarehouse warehouse, LandingPlan plan, IReadOnlyList<string> changed)
    {
        var judgesEverything = NoteSources(session, plan);
        NoteDimensions(session, plan);
        judgesEverything |= changed.Any(table => CanonicalTables.Find(table)!.Role == TableRole.Reference);
        if (judgesEverything)
            MarkStale(session);

        // The facts follow at the end of the run, or at the next start should the process die before.
        session.Run("pending_tickets", "insert into pending_tickets select distinct source_system, ticket_id from touched_rows anti join pending_tickets using (source_system, ticket_id)");
        if (changed.Any(table => CanonicalTables.Find(table)!.Role == TableRole.Plain))
            Warehouse.Refresh.Publish(session, warehouse);
    }

    /// <summary>All models are built again. Most tickets at once are not noted one by one.</summary>
    public static void MarkStale(Session session) => session.Run("model_state", "delete from model_state");

    /// <returns>True when a known source changed its SLA basis: all of its clocks are judged anew.</returns>
    private static bool NoteSources(Session session, LandingPlan plan)
    {
        if (plan.Targets.All(target => target.Table.Name != "tickets"))
            return false;

        var facts = new { source = plan.Source.SourceId, basis = plan.Source.SlaBasis, zone = plan.Source.TimeZone };
        session.Run("sources", "create or replace temp table sources_here as select distinct source_system from fresh_tickets");
        var changed = session.Ask<bool>("sources", "select exists (from sources semi join sources_here using (source_system) where sla_basis <> $basis)", facts)[0];
        session.Run("sources", """
            delete from sources where source_system in (select source_system from sources_here);
            insert into sources select source_system, $source, $basis, $zone from sources_here;
            """, facts);
        return changed;
    }

    private static void NoteDimensions(Session session, LandingPlan plan)
    {
        foreach (var dimension in plan.Targets.Where(target => target.Table.Role == TableRole.Ticket).SelectMany(target => target.Columns).SelectMany(mapping => mapping.Dimensions).Select(member => member.Key).Distinct(StringComparer.Ordinal))
        {
            session.Run("extra_dimensions", """
                insert into extra_dimensions
                select $dimension, $source
                where not exists (from extra_dimensions where dimension = $dimension and source_id = $source)
                """, new { dimension, source = plan.Source.SourceId });
        }
    }
}
