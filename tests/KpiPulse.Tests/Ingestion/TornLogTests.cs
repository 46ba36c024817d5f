using System.Globalization;
using KpiPulse.Ingestion;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>
/// A warehouse as a power cut leaves it: committed files in the write-ahead log only, and the log damaged. KPIPULSE_TORN_LOGS says how often
/// each way is tried, once by default.
/// </summary>
public sealed class TornLogTests : IDisposable
{
    private static readonly int Trials = int.TryParse(Environment.GetEnvironmentVariable("KPIPULSE_TORN_LOGS"), CultureInfo.InvariantCulture, out var trials) ? trials : 1;

    private readonly IngestionFixture fixture = new();
    private readonly TempFolder folder = new();
    private readonly Random random = new(20261116);

    [Fact]
    public void Every_way_of_tearing_ends_in_the_same_tables()
    {
        var cut = PowerCut();
        var expected = Tables.Select(table => fixture.HashOf(table, "file_id")).ToList();
        foreach (var (way, tear) in Ways)
        {
            for (var trial = 0; trial < Trials; trial++)
            {
                var data = Path.Combine(folder.Path, string.Create(CultureInfo.InvariantCulture, $"{way}-{trial}"));
                CopyOf(cut, data);
                tear(Path.Combine(data, "kpipulse.duckdb.wal"));

                using var warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = data, MemoryLimit = "512MB" }, fixture.Temp.Clock, NullLogger.Instance);
                using var ingestion = new InboxIngestion(warehouse);
                ingestion.CatchUp(cancellation: TestContext.Current.CancellationToken);

                Assert.Equal(expected, Tables.Select(table => IngestionFixture.HashOf(warehouse, table, "file_id")));
                Assert.Empty(new Examination(warehouse).Run());
            }
        }
    }

    public void Dispose()
    {
        fixture.Dispose();
        folder.Dispose();
    }

    private static readonly string[] Tables = ["tickets", "received_file_targets"];

    private IReadOnlyList<(string Way, Action<string> Tear)> Ways =>
    [
        ("truncate", log => Rewrite(log, bytes => bytes[..random.Next(bytes.Length)])),
        ("delete", File.Delete),
        ("flip", log => Rewrite(log, bytes =>
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            return bytes;
        })),
        ("zero-tail", log => Rewrite(log, bytes =>
        {
            Array.Clear(bytes, bytes.Length / 2, bytes.Length - bytes.Length / 2);
            return bytes;
        })),
        ("garbage", log => Rewrite(log, bytes => [.. bytes, .. Enumerable.Range(0, 500).Select(_ => (byte)random.Next(256))])),
    ];

    private static void Rewrite(string log, Func<byte[], byte[]> change) => File.WriteAllBytes(log, change(File.ReadAllBytes(log)));

    /// <summary>A copy from between the last commit and the checkpoint that follows it.</summary>
    private string PowerCut()
    {
        var cut = Path.Combine(folder.Path, "cut");
        var exports = Enumerable.Range(0, 6).Select(file => fixture.Exports.File($"tickets-{file}.csv", IngestionFixture.Canonical + string.Concat(Enumerable.Range(file * 100, 200).Select(ticket =>
            string.Create(CultureInfo.InvariantCulture, $"T{ticket},2026-10-02T10:0{file}:00Z,2026-10-01T09:00:00Z,open,SG,Login\n"))))).ToList();
        fixture.IngestPaths(exports[0]);
        fixture.Ingestion.Ingest(exports, progress: new AfterFile(exports.Count, () => CopyOf(fixture.Temp.Options.DataFolder, cut)), cancellation: TestContext.Current.CancellationToken);
        Assert.True(new FileInfo(Path.Combine(cut, "kpipulse.duckdb.wal")).Length > 1000);
        return cut;
    }

    private static void CopyOf(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(path, place, overwrite: true);
        }
    }

    private sealed class AfterFile(int number, Action act) : IProgress<string>
    {
        private int seen;

        public void Report(string value)
        {
            if (++seen == number)
                act();
        }
    }
}
