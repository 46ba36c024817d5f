namespace KpiPulse.Warehouse.Landing;

/// <summary>
/// What other exports told, joined to the records of one that needs it. A record whose look-up has not come waits: it is in no canonical
/// table, and its file is read again from the archive when the look-up comes or says something else.
/// </summary>
internal static class LookUps
{
    /// <summary>The records with a column for each look-up, in the file's order.</summary>
    public static string Join(Session session, string records, LandingPlan plan)
    {
        if (plan.LookUps.Count == 0)
            return records;

        session.Run("landing", $"create or replace temp table offered as select * from {records}");
        var columns = string.Concat(plan.LookUps.Select(look => $", {look.Alias}_row.extra[{SqlSlots.Literal(look.Member)}] as {look.Alias}, {look.Alias}_row.key is null and {Key(look, plan)} is not null as {look.Waits}"));
        var joins = string.Concat(plan.LookUps.Select(look => $"\nleft join main.look_ups as {look.Alias}_row on {look.Alias}_row.look_up = {SqlSlots.Literal(look.In)} and {look.Alias}_row.key = {Key(look, plan)}"));

        // A join may change the order, and a record's place is its line.
        return $"(select offered.*{columns} from offered{joins} order by offered.rowid)";
    }

    public static long Waiting(Session session, LandingPlan plan) =>
        plan.LookUps.Count == 0 ? 0 : session.Ask<long>("landed", "select count(*) from landed where problem is null and waits")[0];

    /// <summary>The file's own look-ups, and the files that its rows set free.</summary>
    public static void Note(Session session, int fileId, LandingPlan plan, IReadOnlyList<string> changed)
    {
        session.Run("pending_files", "delete from pending_files where file_id = $fileId", new { fileId });
        foreach (var lookUp in plan.LookUps.Select(look => look.In).Distinct())
            session.Run("received_file_look_ups", "insert into received_file_look_ups values ($fileId, $lookUp)", new { fileId, lookUp });
        if (changed.Contains("look_ups"))
        {
            session.Run("pending_files", """
                insert into pending_files
                select distinct used.file_id
                from received_file_look_ups as used
                join received_files as files using (file_id)
                where used.look_up in (select look_up from look_ups where file_id = $fileId)
                    and (files.waiting > 0 or used.look_up in (select look_up from changed_look_ups))
                    and used.file_id <> $fileId
                    and used.file_id not in (select file_id from pending_files)
                """, new { fileId });
        }
    }

    /// <summary>A file that is refused now keeps what it gave; it is not tried again by itself.</summary>
    public static void Release(KpiWarehouse warehouse, int fileId) =>
        warehouse.Write(session => session.Run("pending_files", "delete from pending_files where file_id = $fileId", new { fileId }));

    private static string Key(TextSource.LookedUp look, LandingPlan plan) => CellSql.Clean(look.Index, plan.NoValue, anyPadding: true, "offered.");
}
