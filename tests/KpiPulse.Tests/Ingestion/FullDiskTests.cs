using System.Diagnostics;
using System.Globalization;
using KpiPulse.Ingestion;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>
/// A file system of 60 MB that somebody else fills while files are landing. Skipped where none can be mounted. KPIPULSE_FULL_DISKS says how often,
/// once by default.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Exports = 8;
    private const int RowsAFile = 8000;

    private static readonly int Trials = int.TryParse(Environment.GetEnvironmentVariable("KPIPULSE_FULL_DISKS"), CultureInfo.InvariantCulture, out var trials) ? trials : 1;

    private readonly TempFolder folder = new();
    private readonly Random random = new(20261116);
    private string? mounted;

    [Fact]
    public void What_was_acknowledged_is_kept_and_the_rest_loads_once_there_is_room()
    {
        var exports = Enumerable.Range(0, Exports).Select(number => folder.File($"tickets-{number}.csv", IngestionFixture.Canonical + Rows(number))).ToList();
        using var control = new IngestionFixture();
        control.IngestPaths([.. exports]);
        for (var trial = 0; trial < Trials; trial++)
        {
            Mount(trial);
            var data = Path.Combine(mounted!, "data");
            var (acknowledged, hitFullDisk) = IngestWhileTheDiskFills(data, exports);
            File.Delete(Path.Combine(mounted!, "filler"));

            using var warehouse = Open(data);
            using var ingestion = new InboxIngestion(warehouse);
            ingestion.CatchUp(cancellation: TestContext.Current.CancellationToken);
            var kept = new ReceivedData(warehouse).Files(FileKind.All, 100).Where(file => file.State == "loaded").Select(file => file.FileName).ToHashSet();
            Assert.Superset(acknowledged, kept);
            ingestion.Ingest(exports, cancellation: TestContext.Current.CancellationToken);

            TestContext.Current.TestOutputHelper?.WriteLine($"trial {trial}: {acknowledged.Count} of {Exports} acknowledged, {(hitFullDisk ? "the disk became full" : "all done before")}");
            Assert.Equal(control.HashOf("tickets"), IngestionFixture.HashOf(warehouse, "tickets", "file_id, line_no"));
            Assert.Equal(control.Count("fct_tickets"), Count(warehouse, "fct_tickets"));
            Assert.Empty(new Examination(warehouse).Run());
        }
    }

    public void Dispose()
    {
        Unmount();
        folder.Dispose();
    }

    private (HashSet<string> Acknowledged, bool HitFullDisk) IngestWhileTheDiskFills(string data, List<string> exports)
    {
        var acknowledged = new Acknowledged();
        using var warehouse = Open(data);
        using var ingestion = new InboxIngestion(warehouse);
        var wait = random.Next(0, 2500);
        var filling = Fill(Path.Combine(mounted!, "filler"), wait);
        try
        {
            var run = ingestion.Ingest(exports, progress: acknowledged, cancellation: TestContext.Current.CancellationToken);
            return (acknowledged.Names, run.Files.Any(file => file.IsDeferred));
        }
        catch (WarehouseException)
        {
            // The refresh found no room; what landed is in the ledger all the same.
            return (acknowledged.Names, true);
        }
        finally
        {
            filling.Wait(TestContext.Current.CancellationToken);
        }
    }

    private static async Task Fill(string path, int wait)
    {
        await Task.Delay(wait);
        var block = new byte[1 << 12];
        try
        {
            await using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 0);
            while (true)
                await filler.WriteAsync(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private void Mount(int trial)
    {
        Unmount();
        var place = Directory.CreateDirectory(Path.Combine(folder.Path, string.Create(CultureInfo.InvariantCulture, $"disk-{trial}"))).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", place), "No file system of 60 MB can be mounted here.");
        mounted = place;
    }

    private void Unmount()
    {
        if (mounted is not null)
            Run("umount", mounted);
        mounted = null;
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static KpiWarehouse Open(string data) => KpiWarehouse.Open(new WarehouseOptions { DataFolder = data, MemoryLimit = "512MB" }, TimeProvider.System, NullLogger.Instance);

    private static long Count(KpiWarehouse warehouse, string table)
    {
        using var session = warehouse.Read();
        return session.Ask<long>("test", $"select count(*) from {table}")[0];
    }

    private static string Rows(int number) => string.Concat(Enumerable.Range(number * RowsAFile / 2, RowsAFile).Select(ticket =>
        string.Create(CultureInfo.InvariantCulture, $"T{ticket},2026-10-02T10:{number:D2}:00Z,2026-10-01T09:00:00Z,{(number % 2 == 0 ? "open" : "solved")},SG,Login {ticket * 7919 % 10007}\n")));

    private sealed class Acknowledged : IProgress<string>
    {
        public HashSet<string> Names { get; } = [];

        public void Report(string value)
        {
            if (value.Contains(": loaded,", StringComparison.Ordinal))
                Names.Add(Path.GetFileName(value[..value.LastIndexOf(": loaded,", StringComparison.Ordinal)]));
        }
    }
}
