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
}
