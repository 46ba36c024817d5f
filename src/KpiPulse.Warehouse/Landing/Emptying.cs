namespace KpiPulse.Warehouse.Landing;

/// <summary>All that the archive can give again, thrown away in one transaction. Plans, comments and accounts stay.</summary>
internal static class Emptying
{
    public static void Empty(KpiWarehouse warehouse) => warehouse.Write(session =>
    {
        foreach (var table in CanonicalTables.All.Select(table => table.Name).Concat(["received_files", "received_file_targets", "rejected_rows", "received_file_look_ups", "pending_files", "sources", "extra_dimensions", "model_state", "pending_tickets"]))
            session.Run(table, $"delete from {table}");
        return 0;
    });
}
