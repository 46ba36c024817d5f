using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KpiPulse.Tests.Warehouse;

public sealed class WarehouseTests
{
    [Fact]
    public void A_new_warehouse_opens_migrated_and_opens_again()
    {
        using var folder = new TempFolder();
        var options = new WarehouseOptions { DataFolder = Path.Combine(folder.Path, "data") };
        KpiWarehouse.Open(options, TimeProvider.System, NullLogger.Instance).Dispose();

        using var warehouse = KpiWarehouse.Open(options, TimeProvider.System, NullLogger.Instance);
        using var session = warehouse.Read();
        Assert.Equal(0, session.Ask<long>("tickets", "select count(*) from tickets")[0]);
        Assert.Equal(0, session.Ask<long>("metric_days", "select count(*) from metric_days")[0]);
    }

    [Theory]
    [InlineData("select * from read_csv('/etc/passwd')")]
    [InlineData("attach '/tmp/elsewhere.duckdb'")]
    [InlineData("install httpfs")]
    [InlineData("set enable_external_access = true")]
    [InlineData("set memory_limit = '100GB'")]
    [InlineData("copy (select 1) to '/tmp/out.csv'")]
    [InlineData("select * from read_blob('/proc/self/environ')")]
    [InlineData("select * from glob('/*')")]
    public void The_outside_world_is_out_of_reach(string sql)
    {
        using var temp = new TempWarehouse();
        using var session = temp.Warehouse.Read();

        Assert.Throws<WarehouseException>(() => session.Ask<dynamic>("probe", sql));
    }

    [Fact]
    public void A_failed_write_leaves_nothing_behind()
    {
        using var temp = new TempWarehouse();

        Assert.Throws<InvalidOperationException>(() => temp.Warehouse.Write<int>(session =>
        {
            session.Run("markets", "insert into markets values ('SG', 'Singapore', 'Asia/Singapore', 1, 2)");
            throw new InvalidOperationException("half way");
        }));

        using var reading = temp.Warehouse.Read();
        Assert.Equal(0, reading.Ask<long>("markets", "select count(*) from markets")[0]);
    }
}
