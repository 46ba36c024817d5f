using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Benchmarks;

/// <summary>N tickets from a CSV to the Week page's numbers, beside DuckDB's own reading of the same file in the same run.</summary>
internal static class IngestBench
{
    private const int Asked = 20;

    public static int Run(Arguments arguments)
    {
        var tickets = long.Parse(arguments.Optional("tickets") ?? "100000", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("kpipulse-bench-").FullName;
        try
        {
            var path = Path.Combine(folder, "tickets.csv");
            TicketExport.Write(path, tickets);
            var result = Measure(folder, path, tickets);
            Print(result);
            if (arguments.Optional("out") is { } json)
                File.WriteAllText(json, JsonSerializer.Serialize(result));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IngestFigures Measure(string folder, string path, long tickets)
    {
        var options = new WarehouseOptions { DataFolder = Path.Combine(folder, "data"), MemoryLimit = "1GB" };
        var raw = Timed(() => ReadRaw(Path.Combine(folder, "raw.duckdb"), path, options));
        using var warehouse = KpiWarehouse.Open(options, TimeProvider.System, NullLogger.Instance);
        using var ingestion = new InboxIngestion(warehouse);
        using var statements = new SlowStatements();
        var ingest = Timed(() => Assert(ingestion.Ingest([path]), tickets));
        statements.Print(15);
        using var engine = new MetricEngine(warehouse);
        var last = IsoWeek.Of(engine.DataSpan!.Value.End.AddDays(-1));
        var weeks = Enumerable.Range(0, Asked).Select(back => Timed(() => new ScorecardReader(engine).Read(last.AddWeeks(-back), ["market", "lob"], [], Scope.Everything)).Wall).Order().ToList();
        var again = Enumerable.Range(0, Asked).Select(_ => Timed(() => new ScorecardReader(engine).Read(last, ["market", "lob"], [], Scope.Everything)).Wall).Order().ToList();
        return new IngestFigures(
            tickets,
            Environment.ProcessorCount,
            new FileInfo(path).Length,
            raw.Wall,
            raw.Cpu,
            ingest.Wall,
            ingest.Cpu,
            ingest.Wall / raw.Wall,
            ingest.Cpu / raw.Cpu,
            weeks[Asked / 2],
            weeks[^1],
            again[Asked / 2],
            (double)new FileInfo(options.DatabasePath).Length / new FileInfo(path).Length,
            Process.GetCurrentProcess().PeakWorkingSet64);
    }

    private static void ReadRaw(string database, string path, WarehouseOptions options)
    {
        using var connection = new DuckDBConnection($"DataSource={database};memory_limit={options.MemoryLimit};threads={options.Threads.ToString(CultureInfo.InvariantCulture)}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"create table raw as select * from read_csv('{path}'); checkpoint;";
        command.ExecuteNonQuery();
    }

    private static void Assert(IngestionRun run, long tickets)
    {
        if (run.Files is not [{ Status: IngestStatus.Loaded } file] || file.Rows.Loaded != tickets)
            throw new InvalidOperationException($"Not all of the {tickets} tickets were loaded: {run.Files[0].Reason}");
    }

    private static (double Wall, double Cpu) Timed(Action work)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        return (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static void Print(IngestFigures figures)
    {
        foreach (var (name, value) in ((string, string)[])[
            ("tickets", figures.Tickets.ToString("N0", CultureInfo.InvariantCulture)),
            ("cores", figures.Cores.ToString(CultureInfo.InvariantCulture)),
            ("CSV, MB", (figures.CsvBytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture)),
            ("raw create table as, s", figures.RawSeconds.ToString("0.00", CultureInfo.InvariantCulture)),
            ("raw create table as, s processor", figures.RawCpuSeconds.ToString("0.00", CultureInfo.InvariantCulture)),
            ("ingest, end to end, s processor", figures.IngestCpuSeconds.ToString("0.00", CultureInfo.InvariantCulture)),
            ("ingest / raw, processor", figures.IngestCpuRatio.ToString("0.0", CultureInfo.InvariantCulture)),
            ("ingest, end to end, s", figures.IngestSeconds.ToString("0.00", CultureInfo.InvariantCulture)),
            ("ingest / raw", figures.IngestRatio.ToString("0.0", CultureInfo.InvariantCulture)),
            ("Week's question, a new week, p50 ms", (1000 * figures.WeekP50Seconds).ToString("0", CultureInfo.InvariantCulture)),
            ("Week's question, a new week, max ms", (1000 * figures.WeekMaxSeconds).ToString("0", CultureInfo.InvariantCulture)),
            ("Week's question, asked again, p50 ms", (1000 * figures.WeekAgainSeconds).ToString("0.0", CultureInfo.InvariantCulture)),
            ("warehouse / CSV on disk", figures.SizeRatio.ToString("0.00", CultureInfo.InvariantCulture)),
            ("peak memory, MB", (figures.PeakBytes / 1e6).ToString("0", CultureInfo.InvariantCulture))])
            Console.WriteLine($"{name,-40}{value,16}");
    }
}

/// <summary>Seconds, bytes and ratios of one run on one machine.</summary>
internal sealed record IngestFigures(
    long Tickets, int Cores, long CsvBytes, double RawSeconds, double RawCpuSeconds, double IngestSeconds, double IngestCpuSeconds, double IngestRatio, double IngestCpuRatio,
    double WeekP50Seconds, double WeekMaxSeconds, double WeekAgainSeconds, double SizeRatio, long PeakBytes);
