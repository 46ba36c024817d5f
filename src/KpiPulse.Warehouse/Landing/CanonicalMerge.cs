namespace KpiPulse.Warehouse.Landing;

/// <summary>
/// Rows of one canonical table out of <c>landed</c>, merged so that any order of arrival ends in the same table: per key the newest version
/// stays; where versions are equal, their content decides; where there are none, the file that arrived later.
/// </summary>
internal sealed class CanonicalMerge(Session session, CanonicalTable table, LandingPlan plan, Arrival arrival)
{
    /// <summary>More targets than any profile has.</summary>
    private const int DaysOfPart = 10_000;

    private readonly string fresh = $"fresh_{table.Name}";

    /// <summary>The source's own version; where the export has none, the instant the file arrived (amendment 2).</summary>
    private static string Version(string alias) => $"coalesce({alias}.source_updated_at, {alias}.arrived_at)";

    private string Content(string alias) => string.Join(", ", table.Columns.Select(column => $"{alias}.{column.Name}"));

    /// <returns>Rows written.</returns>
    public long Apply()
    {
        session.Run(table.Name, $"create or replace temp view {fresh} as\n{FreshRows()}");
        session.Run(table.Name, "create or replace temp table left_out (record bigint, part integer)");
        LeaveOutRepetitions();
        var replaces = session.Ask<bool>(table.Name, $"select exists (from main.{table.Name})")[0] && MeetStandingRows();
        var written = session.Run(table.Name, $"""
            insert into main.{table.Name} by name
            select fresh.* exclude (record, part), {arrival.FileId} as file_id, {arrival.FirstLine} + fresh.record{(arrival.HasShifts ? " + coalesce(shift.lines, 0)" : "")} as line_no
            from {fresh} as fresh
            anti join left_out using (record, part)
            {(arrival.HasShifts ? "asof left join line_shifts as shift on fresh.record >= shift.from_record" : "")}
            """);
        if (table.Name == "tickets" && written > session.Ask<long>(table.Name, $"select count(*) from main.{table.Name}")[0] / 2)
            AfterLanding.MarkStale(session);
        else if (table.Role == TableRole.Ticket && (written > 0 || replaces))
            NoteTouchedTickets();
        return written;
    }

    /// <summary>The table's rows that the sound records of <c>landed</c> make, with the record and the target that each comes from.</summary>
    public static string Rows(CanonicalTable table, LandingPlan plan, long firstRowId) =>
        string.Join("\nunion all\n", plan.Targets.Select((target, number) => (target, number)).Where(pair => pair.target.Table == table).Select(pair => Rows(pair.target, pair.number, plan, firstRowId)));

    private static string Rows(TargetMapping target, int number, LandingPlan plan, long firstRowId)
    {
        var columns = string.Join(", ", target.Table.Columns.Select(column => $"{LandedRecords.Value(target, number, column.Name)} as {column.Name}"));
        var conditions = $"problem is null{(plan.LookUps.Count > 0 ? " and not waits" : "")}{(target.When.Count > 0 ? $" and take{number}" : "")}";
        if (target.Until is null)
            return $"select rowid - {firstRowId} as record, {number} as part, {columns} from landed where {conditions}";

        // One row a day; the part tells them apart.
        var days = $"unnest(generate_series(0, coalesce(x{number}_{target.Columns.Count} - {LandedRecords.Value(target, number, "on_date")}, 0))) as day_no";
        return $"""
            select record, {number} + {DaysOfPart} * cast(day_no as integer) as part, {string.Join(", ", target.Table.Columns.Select(column => column.Name == "on_date" ? "on_date + cast(day_no as integer) as on_date" : column.Name))}
            from (select rowid - {firstRowId} as record, {columns}, {days} from landed where {conditions})
            """;
    }

    private string FreshRows()
    {
        var rows = Rows(table, plan, arrival.FirstRowId);
        List<string> derived = [];
        if (table.Versioned)
            derived.Add($"if(source_updated_at is null, {arrival.ReceivedAt}, null) as arrived_at");
        var kept = "*";
        if (table.Column("seq") is not null)
        {
            // Order within the same second: file order where the export has none.
            kept = "* exclude (seq)";
            var mapped = plan.Targets.Where(target => target.Table == table).All(target => target.Columns.Any(mapping => mapping.Column.Name == "seq"));
            derived.Add(mapped ? "coalesce(seq, 0) as seq" : "coalesce(seq, row_number() over (partition by source_system, ticket_id, occurred_at order by record, part) - 1) as seq");
        }

        return derived.Count == 0 ? rows : $"select {kept}, {string.Join(", ", derived)} from (\n{rows}\n)";
    }

    /// <summary>The same key twice in one file: the newest version, then the later line. Looked for first, since it is rare and costs a window.</summary>
    private void LeaveOutRepetitions()
    {
        var key = string.Join(", ", table.Key);
        session.Run(table.Name, $"create or replace temp table repeated_keys as select {key} from {fresh} group by {key} having count(*) > 1");
        if (session.Ask<bool>(table.Name, "select exists (from repeated_keys)")[0])
        {
            session.Run(table.Name, $"""
                insert into left_out
                select record, part from (
                    select fresh.record, fresh.part, row_number() over (partition by {string.Join(", ", table.Key.Select(column => $"fresh.{column}"))} order by {(table.Versioned ? $"{Version("fresh")} desc, " : "")}fresh.record desc, fresh.part desc) as place
                    from {fresh} as fresh
                    semi join repeated_keys as repeated on {SameKey("fresh", "repeated")}
                )
                where place > 1
                """);
        }
    }

    private bool MeetStandingRows()
    {
        // The keys alone first: most rows of most files are new, and to carry all columns of all that stands through a join took
        // three times an export's size of disk (100 million tickets, measured).
        session.Run(table.Name, $"""
            create or replace temp table met as
            select fresh.record, fresh.part, standing.rowid as standing_row
            from {fresh} as fresh
            anti join left_out using (record, part)
            join main.{table.Name} as standing on {SameKey("fresh", "standing")}
            """);
        if (!session.Ask<bool>(table.Name, "select exists (from met)")[0])
            return false;

        var isNewer = table.Versioned
            ? $"({Version("fresh")} > {Version("standing")} or ({Version("fresh")} = {Version("standing")} and cast(row({Content("fresh")}) as varchar) > cast(row({Content("standing")}) as varchar)))"
            : $"({arrival.ReceivedAt} >= coalesce(standing_file.received_at, timestamp '1970-01-01'))";
        session.Run(table.Name, $"""
            create or replace temp table meetings as
            select
                met.*,
                ({string.Join(" or ", table.Columns.Select(column => $"fresh.{column.Name} is distinct from standing.{column.Name}"))}) and {isNewer} as replaces,
            from met
            join {fresh} as fresh using (record, part)
            join main.{table.Name} as standing on standing.rowid = met.standing_row
            {(table.Versioned ? "" : "left join main.received_files as standing_file on standing_file.file_id = standing.file_id")}
            """);
        session.Run(table.Name, "insert into left_out select record, part from meetings where not replaces; insert into replacing_records select record from meetings where replaces");
        if (!session.Ask<bool>(table.Name, "select exists (from meetings where replaces)")[0])
            return false;

        if (table.Role == TableRole.LookUp)
            NoteChangedLookUps();

        // A row may move to another ticket: both change.
        if (table.Role == TableRole.Ticket && table.Column("ticket_id") is not null)
            session.Run(table.Name, $"insert into touched_rows select source_system, ticket_id from main.{table.Name} where rowid in (select standing_row from meetings where replaces)");
        session.Run(table.Name, $"delete from main.{table.Name} where rowid in (select standing_row from meetings where replaces)");
        return true;
    }

    /// <summary>A newer version that says the same sets nothing free and changes nothing.</summary>
    private void NoteChangedLookUps() => session.Run(table.Name, $"""
        insert into changed_look_ups
        select distinct fresh.look_up
        from meetings
        join {fresh} as fresh using (record, part)
        join main.{table.Name} as standing on standing.rowid = meetings.standing_row
        where meetings.replaces and fresh.extra is distinct from standing.extra
        """);

    private void NoteTouchedTickets() => session.Run(table.Name, table.Column("ticket_id") is not null
        ? $"insert into touched_rows select source_system, ticket_id from {fresh} anti join left_out using (record, part)"
        : $"insert into touched_rows select review.source_system, review.ticket_id from main.qa_reviews as review semi join (from {fresh} anti join left_out using (record, part)) as item using (source_system, review_id)");

    private string SameKey(string left, string right) => string.Join(" and ", table.Key.Select(column =>
        table.Column(column)!.Required ? $"{left}.{column} = {right}.{column}" : $"{left}.{column} is not distinct from {right}.{column}"));
}

/// <summary>The facts of one arrival that its rows carry.</summary>
/// <param name="ReceivedAt">As a SQL literal.</param>
/// <param name="FirstRowId">Row number of the first record in <c>landed</c>.</param>
internal sealed record Arrival(int FileId, string ReceivedAt, long FirstRowId, long FirstLine, bool HasShifts);
