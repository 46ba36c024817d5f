using DuckDB.NET.Data;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Warehouse;

/// <summary>DuckDB without the outside world, proved at each start: and the proof fails where there is no lock.</summary>
public sealed class LockDownTests
{
    [Fact]
    public void A_start_proves_every_probe()
    {
        using var temp = new TempWarehouse();
        using var session = temp.Warehouse.Read();

        LockDownProof.Assert(session.Connection, temp.Options);
        Assert.InRange(LockDownProof.Probes(temp.Options, "/x", "/y").Count(), 30, 60);
    }

    [Fact]
    public void Without_the_lock_the_proof_fails_and_names_what_went_through()
    {
        using var folder = new TempFolder();
        var options = new WarehouseOptions { DataFolder = folder.Path };
        Directory.CreateDirectory(options.StagingFolder);
        var outside = folder.File("lock-down-probe.csv", "a\n1\n");
        var link = File.CreateSymbolicLink(Path.Combine(options.StagingFolder, "link.csv"), outside).FullName;
        using var connection = new DuckDBConnection($"Data Source={Path.Combine(folder.Path, "open.duckdb")};autoinstall_known_extensions=false;autoload_known_extensions=false");
        connection.Open();

        // Not those that would go looking on the network.
        var holes = LockDownProof.Holes(connection, LockDownProof.Probes(options, outside, link).Where(probe => probe.Name.Contains("outside", StringComparison.Ordinal) || probe.Name.Contains("link", StringComparison.Ordinal) || probe.Name.Contains("dots", StringComparison.Ordinal)));

        foreach (var name in (string[])["read_csv outside", "read_csv by dots", "read_csv by a symbolic link", "read_text outside", "glob outside", "copy to outside"])
            Assert.Contains($"'{name}' went through", string.Join('\n', holes), StringComparison.Ordinal);
    }
}
