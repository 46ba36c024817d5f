using KpiPulse.Warehouse;

namespace KpiPulse.Testing;

/// <summary>Rows put straight into the canonical tables, for tests of what is made of them.</summary>
public static class CanonicalRows
{
    /// <summary>Inserts and rebuilds. A row is an anonymous object with the columns the test is about; the rest is filled in.</summary>
    public static void Load(this TempWarehouse temp, params (string Table, object[] Rows)[] tables)
    {
        Insert(temp, tables);
        temp.Warehouse.RefreshEverything();
    }

    /// <summary>Inserts and refreshes only the tickets named by the rows, as a batch does.</summary>
    public static void LoadBatch(this TempWarehouse temp, params (string Table, object[] Rows)[] tables)
    {
        Insert(temp, tables);
        temp.Warehouse.Write(session =>
        {
            foreach (var ticket in tables.SelectMany(table => table.Rows).Select(row => row.GetType().GetProperty("ticket_id")!.GetValue(row)).Distinct())
                session.Run("pending_tickets", "insert into pending_tickets values ('desk', $ticket)", new { ticket });
            return 0;
        });
        Refresh.Pending(temp.Warehouse);
    }

    private static void Insert(TempWarehouse temp, (string Table, object[] Rows)[] tables) => temp.Warehouse.Write(session =>
    {
        foreach (var (table, rows) in tables)
        {
            foreach (var row in rows)
                Insert(session, table, row);
        }

        return 0;
    });

    private static void Insert(Session session, string table, object row)
    {
        var given = row.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(row));
        foreach (var (column, value) in DefaultsOf(table, given))
            given.TryAdd(column, value);
        session.Run(table, $"insert into {table} ({string.Join(", ", given.Keys)}) values ({string.Join(", ", given.Keys.Select(column => "$" + column))})", Bound(given));
    }

    private static Dapper.DynamicParameters Bound(Dictionary<string, object?> values)
    {
        var bound = new Dapper.DynamicParameters();
        foreach (var (column, value) in values)
            bound.Add(column, value);
        return bound;
    }

    private static IEnumerable<(string Column, object? Value)> DefaultsOf(string table, Dictionary<string, object?> given)
    {
        if (table == "sources")
            yield break;
        yield return ("file_id", 1);
        yield return ("line_no", 2L);
        if (TicketSlices.Tables.Contains(table))
            yield return ("source_system", "desk");
        if (table == "tickets")
        {
            yield return ("arrived_at", given.GetValueOrDefault("created_at"));
            yield return ("status", "solved");
            yield return ("market", "SG");
            yield return ("lob", "Account Security");
        }
        else if (table == "surveys")
        {
            yield return ("scale_max", 5);
        }
        else if (table == "qa_reviews")
        {
            yield return ("arrived_at", given.GetValueOrDefault("reviewed_at"));
            yield return ("scorecard_version", 1);
            yield return ("state", "final");
            yield return ("sampling", "random");
            yield return ("source", "manual");
            yield return ("reviewer_id", "R1");
        }
        else if (table == "qa_review_items")
        {
            yield return ("arrived_at", new DateTime(2026, 1, 1));
        }
    }
}
