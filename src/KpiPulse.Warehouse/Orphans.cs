namespace KpiPulse.Warehouse;

/// <summary><c>orphans</c>: rows that tell of a ticket which is not there yet (I4), by ticket.</summary>
internal static class Orphans
{
    /// <summary>Those that the session sees: all, or those of the tickets in view.</summary>
    public const string InView = """
        select
            rows_of,
            source_system,
            ticket_id,
            count(*) as row_count,
        from (
            select 'ticket events' as rows_of, source_system, ticket_id from ticket_events
            union all
            select 'surveys' as rows_of, source_system, ticket_id from surveys
            union all
            select 'QA reviews' as rows_of, source_system, ticket_id from qa_reviews
        ) as told
        anti join tickets using (source_system, ticket_id)
        group by all
        """;

    public static void KeepAll(Session session) => session.Run("orphans", $"delete from orphans; insert into orphans by name {InView};");

    /// <summary>While the session sees the touched tickets only.</summary>
    public static void NoteTouched(Session session) => session.Run("orphans", $"create or replace temp table touched_orphans as {InView}");

    public static void KeepTouched(Session session) => session.Run("orphans", """
        delete from orphans as stale using touched_tickets as touched
        where stale.source_system = touched.source_system and stale.ticket_id = touched.ticket_id;
        insert into orphans by name select * from touched_orphans;
        """);
}
