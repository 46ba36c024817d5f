using System.Diagnostics;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>A second process on a data folder that is served: a backup is made for it, everything else is told what to do, and nothing is harmed.</summary>
public sealed class SecondProcessTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Backup_works_beside_a_server_and_restore_and_ingest_say_what_to_do()
    {
        var data = Path.Combine(folder.Path, "data");
        // Written long enough ago to be taken at the start: a file that may still grow waits for the next look, minutes later.
        var export = folder.File("tickets.csv", IngestionFixture.Canonical + "T1,2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\n");
        File.SetLastWriteTimeUtc(export, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
        new WarehouseOptions { DataFolder = data }.CreateDataFolder();
        Directory.CreateDirectory(Path.Combine(data, "inbox"));
        File.Copy(export, Path.Combine(data, "inbox", "tickets.csv"));
        using var server = IngestProcess.Start(["serve", "--urls", "http://127.0.0.1:0", "--data", data]);
        try
        {
            var patience = Stopwatch.StartNew();
            while (File.Exists(Path.Combine(data, "inbox", "tickets.csv")) && patience.Elapsed < TimeSpan.FromMinutes(3))
                await Task.Delay(100, TestContext.Current.CancellationToken);

            Assert.False(File.Exists(Path.Combine(data, "inbox", "tickets.csv")));
            Assert.Equal((0, ""), await Run("backup", Path.Combine(folder.Path, "copy"), "--data", data));
            var (restored, saysRestore) = await Run("restore", Path.Combine(folder.Path, "copy"), "--data", data);
            var (ingested, saysIngest) = await Run("ingest", export, "--data", data);
            Assert.Equal((1, 1), (restored, ingested));
            Assert.Contains("Stop the running KpiPulse", saysRestore, StringComparison.Ordinal);
            Assert.Contains("Stop the running KpiPulse", saysIngest, StringComparison.Ordinal);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
        }

        Assert.Equal((0, ""), await Run("restore", Path.Combine(folder.Path, "copy"), "--data", data));
        Assert.Equal((0, ""), await Run("doctor", "--data", data));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<(int Code, string Error)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "KpiPulse.Web.exe" : "KpiPulse.Web"), arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var program = Process.Start(start)!;
        var error = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (program.ExitCode, await error);
    }
}
