namespace KpiPulse.Warehouse.Landing;

/// <summary>The canonical rows of one file taken back, so that the file can be read anew under another profile.</summary>
internal static class Withdrawal
{
    /// <returns>Rows taken out of each table that had any.</returns>
    public static IReadOnlyDictionary<string, long> Of(Session session, int fileId)
    {
        var withdrawn = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in CanonicalTables.All)
        {
            var rows = session.Ask<long>(table.Name, $"select count(*) from main.{table.Name} where file_id = $fileId", new { fileId })[0];
            if (rows == 0)
                continue;

            if (table.Role == TableRole.Ticket)
                session.Run(table.Name, $"insert into touched_rows {TouchedBy(table)}", new { fileId });
            session.Run(table.Name, $"delete from main.{table.Name} where file_id = $fileId", new { fileId });
            withdrawn[table.Name] = rows;
        }

        return withdrawn;
    }

    private static string TouchedBy(CanonicalTable table) => table.Column("ticket_id") is not null
        ? $"select distinct source_system, ticket_id from main.{table.Name} where file_id = $fileId"
        : $"select distinct source_system, ticket_id from main.qa_reviews semi join (select source_system, review_id from main.{table.Name} where file_id = $fileId) as item using (source_system, review_id)";
}
