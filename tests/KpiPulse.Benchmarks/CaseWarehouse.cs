using System.Diagnostics;
using System.Globalization;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Benchmarks;

/// <summary>A case through the front door: its export ingested into a warehouse of its own, its question asked of the reader that pages ask.</summary>
internal sealed class CaseWarehouse : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kpipulse-bench-").FullName;
    private readonly KpiWarehouse warehouse;
    private readonly MetricQuestion question;
    private readonly Baseline against;

    public CaseWarehouse(string cases, RootCauseCase benchCase)
    {
        Directory.CreateDirectory(Path.Combine(folder, "sources"));
        File.WriteAllText(Path.Combine(folder, "sources", "bench.json"), Profile);
        warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = folder }, TimeProvider.System, NullLogger.Instance);
        var path = Path.Combine(cases, benchCase.File);
        using (var ingestion = new InboxIngestion(warehouse))
        {
            var clock = Stopwatch.StartNew();
            var run = ingestion.Ingest([path]);
            if (run.AnythingRefused)
                throw new InvalidDataException($"{path}: {run.Files[0].Reason}");
            IngestSeconds = clock.Elapsed.TotalSeconds;
        }

        var weeks = WeeksOf(path);
        question = new MetricQuestion(benchCase.Kpi == "csat" ? "csat" : "sla_resolution") { Period = weeks[benchCase.CurrentWeek].Days };
        against = new Baseline(BaselineKind.Week, weeks[benchCase.BaseWeek]);
    }

    public double IngestSeconds { get; }

    /// <summary>Files with one line per ticket can be ingested; lines that stand for many tickets have no keys.</summary>
    public static bool Takes(string cases, RootCauseCase benchCase)
    {
        using var file = new StreamReader(Path.Combine(cases, benchCase.File));
        return file.ReadLine()!.Split(',').Contains("ticket_id");
    }

    /// <summary>By an engine that remembers nothing.</summary>
    public RootCauseAnswer Explain()
    {
        using var engine = new MetricEngine(warehouse);
        return new RootCauseReader(engine).Explain(question, against, Scope.Everything);
    }

    public void Dispose()
    {
        warehouse.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The warehouse keeps tiers as numbers.</summary>
    public static IReadOnlyDictionary<string, string> AsInFile(IReadOnlyDictionary<string, string> where) =>
        where.ToDictionary(pair => pair.Key, pair => pair.Key == "tier" ? "T" + pair.Value : pair.Value);

    private static Dictionary<string, IsoWeek> WeeksOf(string path)
    {
        var header = File.ReadLines(path).First().Split(',');
        var (week, opened) = (Array.IndexOf(header, "week"), Array.IndexOf(header, "opened_at"));
        var weeks = new Dictionary<string, IsoWeek>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var fields = line.Split(',', opened + 2);
            weeks.TryAdd(fields[week], IsoWeek.Of(DateOnly.ParseExact(fields[opened][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture)));
        }

        return weeks;
    }

    /// <summary>A ticket counts in the week it was opened, as the labels of the cases do: solved and answered at once.</summary>
    private const string Profile = """
        {
          "id": "bench", "title": "A case of the benchmark", "takes": { "name": ["*.csv"], "columns": ["sla_met", "csat_satisfied"] },
          "time_zone": "Asia/Singapore", "source_system": "bench", "sla_basis": "declared", "dates": ["iso"],
          "targets": [
            { "table": "tickets",
              "columns": { "ticket_id": "ticket_id", "created_at": "opened_at", "solved_at": "opened_at", "status": { "constant": "solved" },
                "market": "market", "lob": "lob", "tier": { "from": "tier", "cut_prefix": "T" }, "channel": "channel", "site_id": "site", "team_id": "team",
                "contact_reason": "category", "language": "language", "resolution_met": "sla_met" } },
            { "table": "surveys", "when": [{ "column": "csat_responded", "in": ["1"] }],
              "columns": { "survey_id": "ticket_id", "ticket_id": "ticket_id", "responded_at": "opened_at", "score": { "from": "csat_satisfied", "map": { "1": "5", "0": "1" } }, "scale_max": { "constant": "5" } } }
          ]
        }
        """;
}
