using System.Globalization;
using System.Text;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>
/// The sample's exports, given to the program twice in random orders, with processes that are killed in between; compared with one quiet
/// ingestion. KPIPULSE_SAMPLE_WEEKS says how many of the latest weeks, one by default (5 are all: four, and the past in one piece); KPIPULSE_SAMPLE_KILLS how many processes die.
/// </summary>
public sealed class SampleTwiceTests : IDisposable
{
    private const int FilesAWeek = 5;

    private static readonly int Weeks = Setting("KPIPULSE_SAMPLE_WEEKS", 1);
    private static readonly int Kills = Setting("KPIPULSE_SAMPLE_KILLS", 1);

    private readonly TempFolder folder = new();
    private readonly Random random = new(20261116);

    [Fact]
    public async Task Twice_in_any_order_and_killed_in_between_is_the_same_to_the_last_digit()
    {
        var data = Path.Combine(folder.Path, "data");
        var exports = Exports();
        var killed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            random.Shuffle(exports);
            using var program = IngestProcess.Start(data, exports);
            killed += await IngestProcess.KillSomewhere(program, data, random, Math.Max(1, exports.Length / Kills)) ? 1 : 0;
        }

        for (var time = 0; time < 2; time++)
        {
            random.Shuffle(exports);
            using var whole = IngestProcess.Start(data, exports);
            await whole.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, whole.ExitCode);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{killed} of {Kills} processes died while they worked, over {exports.Length} files.");
        Assert.True(killed > 0, "No process died at its work.");
        using var control = new IngestionFixture();
        control.IngestPaths([.. exports.Order(StringComparer.Ordinal)]);
        using var survivor = KpiWarehouse.Open(new WarehouseOptions { DataFolder = data }, TimeProvider.System, NullLogger.Instance);
        Assert.Empty(new Examination(survivor).Run());
        foreach (var table in (string[])["tickets", "ticket_events", "surveys", "qa_reviews", "qa_review_items", "roster", "sla_policies", "sla_targets", "calendars", "calendar_weekly", "calendar_exceptions", "kpi_targets"])
            Assert.Equal((table, control.HashOf(table)), (table, IngestionFixture.HashOf(survivor, table, "file_id, line_no")));
        Assert.Equal(NumbersOf(control.Temp.Warehouse), NumbersOf(survivor));
    }

    public void Dispose() => folder.Dispose();

    private static string[] Exports()
    {
        var weekly = Directory.GetFiles(Repository.Folder("sample-data/inbox")).Where(path => !Path.GetFileName(path).StartsWith('.')).OrderDescending(new ByWeek()).Take(Weeks * FilesAWeek);
        return [.. Directory.GetFiles(Repository.Folder("sample-data/reference")), .. weekly];
    }

    /// <summary>Every metric of the last four weeks, with every digit that a double has.</summary>
    private static string NumbersOf(KpiWarehouse warehouse)
    {
        using var engine = new MetricEngine(warehouse);
        var text = new StringBuilder();
        foreach (var metric in MetricCatalog.All)
        {
            var question = new MetricQuestion(metric.Id) { Period = Period.LastWeeks(new IsoWeek(2026, 46), 4), Grain = Grain.Week, By = ["market", "lob"] };
            foreach (var point in engine.Ask(question, Scope.Everything).Points)
                text.AppendLine(CultureInfo.InvariantCulture, $"{metric.Id} {point.Period} {string.Join('/', point.Dimensions.Select(pair => pair.Value))} {point.Basis} {point.Value:R} {point.Numerator:R} {point.Denominator:R}");
        }

        return text.ToString();
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private sealed class ByWeek : IComparer<string>
    {
        public int Compare(string? x, string? y) => string.CompareOrdinal(WeekOf(x), WeekOf(y));

        private static string WeekOf(string? path) => Path.GetFileName(path ?? "") is var name && name.IndexOf("-W", StringComparison.Ordinal) is var at and > 4 ? name.Substring(at - 4, 8) : "";
    }
}
