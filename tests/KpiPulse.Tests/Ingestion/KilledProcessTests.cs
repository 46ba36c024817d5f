using System.Globalization;
using KpiPulse.Ingestion;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>
/// The program itself, killed while it ingests, once for every round of new files; then started once more. KPIPULSE_KILLS says how often, a few
/// times by default. What was archived is loaded in the end, once and wholly.
/// </summary>
public sealed class KilledProcessTests : IDisposable
{
    private const int FilesPerRound = 5;

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("KPIPULSE_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 5;

    private readonly TempFolder folder = new();
    private readonly Random random = new(20261116);

    [Fact]
    public async Task Nothing_is_lost_halved_or_doubled_however_often_the_process_dies()
    {
        var data = Path.Combine(folder.Path, "data");
        var killed = 0;
        for (var round = 0; round < Kills; round++)
        {
            var exports = Exports(round);
            using var program = IngestProcess.Start(data, exports);
            killed += await IngestProcess.KillSomewhere(program, data, random, FilesPerRound) ? 1 : 0;
        }

        using (var last = IngestProcess.Start(data, [.. Enumerable.Range(0, Kills).SelectMany(Exports)]))
        {
            await last.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, last.ExitCode);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{killed} of {Kills} processes died while they worked.");
        Assert.True(killed > Kills / 2, $"Only {killed} of {Kills} processes were killed at work.");
        using var control = new IngestionFixture();
        control.IngestPaths([.. Enumerable.Range(0, Kills).SelectMany(Exports)]);
        using var survivor = KpiPulse.Warehouse.KpiWarehouse.Open(new KpiPulse.Warehouse.WarehouseOptions { DataFolder = data }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Assert.Equal([.. Tables.Select(table => control.HashOf(table, "file_id"))], Tables.Select(table => IngestionFixture.HashOf(survivor, table, "file_id")));
        Assert.Empty(new Examination(survivor).Run());
    }

    public void Dispose() => folder.Dispose();

    private static readonly string[] Tables = ["tickets", "surveys"];

    /// <summary>Tickets that overlap with the round before in newer versions, and their surveys.</summary>
    private IReadOnlyList<string> Exports(int round) => [.. Enumerable.Range(0, FilesPerRound).Select(file =>
    {
        var number = round * FilesPerRound + file;
        var rows = Enumerable.Range(number * 150, 300).Select(ticket => file == FilesPerRound - 1
            ? string.Create(CultureInfo.InvariantCulture, $"S{ticket},T{ticket},2026-10-03T10:00:00Z,{1 + ticket % 5},5\n")
            : string.Create(CultureInfo.InvariantCulture, $"T{ticket},2026-10-02T10:{number % 60:D2}:00Z,2026-10-01T09:00:00Z,{(number % 2 == 0 ? "open" : "solved")},SG,Login\n"));
        var (name, header) = file == FilesPerRound - 1 ? ("surveys", "survey_id,ticket_id,responded_at,score,scale_max\n") : ("tickets", IngestionFixture.Canonical);
        return folder.File($"{name}-{number:D4}.csv", header + string.Concat(rows));
    })];
}
