using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Warehouse;

/// <summary>A run ends with a checkpoint. One that packs nothing would leave a row group behind with each small batch, and every page would read them all.</summary>
public sealed class PackingTests
{
    private const int Batches = 12;

    [Fact]
    public void Small_batches_do_not_leave_a_row_group_each()
    {
        using var temp = new TempWarehouse();
        for (var batch = 0; batch < Batches; batch++)
        {
            temp.LoadBatch(("tickets", [new { ticket_id = $"T{batch}", created_at = new DateTime(2026, 11, 2, 1, 0, 0) }]));
            temp.Warehouse.Checkpoint(packs: true);
        }

        using var session = temp.Warehouse.Read();
        Assert.Equal(Batches, session.Ask<long>("fct_reported_tickets", "select count(*) from fct_reported_tickets")[0]);
        Assert.InRange(session.Ask<long>("row groups", "select count(distinct row_group_id) from pragma_storage_info('fct_reported_tickets')")[0], 1, 3);
        Assert.InRange(session.Ask<long>("row groups", "select count(distinct row_group_id) from pragma_storage_info('tickets')")[0], 1, 3);
    }

    /// <summary>What DuckDB would try besides is half of the time that a load takes to write texts, and is never better.</summary>
    [Fact]
    public void Texts_that_repeat_are_packed_by_their_dictionary()
    {
        using var temp = new TempWarehouse();
        temp.LoadBatch(("tickets", [.. Enumerable.Range(1, 200).Select(number => new { ticket_id = $"T{number}", created_at = new DateTime(2026, 11, 2, 1, 0, 0), market = $"market {number}", contact_reason = number == 1 ? LongText : "reason" })]));
        temp.Reopen();
        temp.LoadBatch(("tickets", [new { ticket_id = "T201", created_at = new DateTime(2026, 11, 2, 1, 0, 0), market = "another", contact_reason = LongText }]));
        temp.Warehouse.Checkpoint(packs: true);

        using var session = temp.Warehouse.Read();
        foreach (var (table, reason) in (ReadOnlySpan<(string, string)>)[("tickets", "contact_reason"), ("fct_reported_tickets", "category")])
        {
            Assert.Equal(["Dictionary"], session.Ask<string>(table, $"select distinct compression from pragma_storage_info('{table}') where column_name = 'market' and segment_type = 'VARCHAR'"));
            Assert.Equal(2, session.Ask<long>(table, $"select count(*) from {table} where {reason} = $text", new { text = LongText })[0]);
        }
    }

    /// <summary>More than a dictionary takes.</summary>
    private static readonly string LongText = new('x', 300_000);
}
