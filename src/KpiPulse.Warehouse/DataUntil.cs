namespace KpiPulse.Warehouse;

/// <summary>
/// The latest instant that any source has told us of. It is the default "as of": what happened after the last export is not known,
/// and a ticket that fell due since then is "cannot tell yet", not a miss.
/// </summary>
internal static class DataUntil
{
    private const string LatestInstant = """
        select max(instant) from (
            select greatest(max(created_at), max(source_updated_at), max(solved_at), max(first_reply_at)) as instant from tickets
            union all select max(occurred_at) from ticket_events
            union all select greatest(max(sent_at), max(responded_at)) from surveys
            union all select max(reviewed_at) from qa_reviews
        ) as instants
        """;

    public const string OfEverything = $"update warehouse_state set data_until = ({LatestInstant})";

    public const string OfTouched = $"update warehouse_state set data_until = greatest(data_until, ({LatestInstant}))";

    public static DateTime? Read(Session session) => session.Ask<DateTime?>("warehouse_state", "select data_until from warehouse_state")[0];
}
