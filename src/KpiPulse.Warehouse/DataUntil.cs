namespace KpiPulse.Warehouse;

/// <summary>
/// The latest instant that any source has told us of. It is the default "as of": what happened after the last export is not known,
/// and a ticket that fell due since then is "cannot tell yet", not a miss.
/// </summary>
internal static class DataUntil
{
    /// <summary>Of the rows that the session sees: all, or those of the touched tickets.</summary>
    public static DateTime? Latest(Session session) => session.Ask<DateTime?>("data_until", """
        select max(instant) from (
            select greatest(max(created_at), max(source_updated_at), max(solved_at), max(first_reply_at)) as instant from tickets
            union all select max(occurred_at) from ticket_events
            union all select greatest(max(sent_at), max(responded_at)) from surveys
            union all select max(reviewed_at) from qa_reviews
        ) as instants
        """)[0];

    /// <summary>Lets this session see the state as it will be once published.</summary>
    public static void Foresee(Session session, KpiWarehouse warehouse, DateTime? until)
    {
        session.Run("warehouse_state", $"create or replace temp view warehouse_state as select data_version, {Literal(until)} as data_until, refreshed_at from {warehouse.Main}.warehouse_state");
    }

    public static string Literal(DateTime? until) =>
        until is { } known ? SqlSlots.Literal(known) : "cast(null as timestamp)";

    public static DateTime? Read(Session session) => session.Ask<DateTime?>("warehouse_state", "select data_until from warehouse_state")[0];
}
