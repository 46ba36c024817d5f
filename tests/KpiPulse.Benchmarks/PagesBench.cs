using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Benchmarks;

/// <summary>The real application over N tickets and their surveys: how long its pages take to arrive over the loopback, new and warm.</summary>
internal static class PagesBench
{
    private const int Weeks = 13;
    private const int Rounds = 10;

    public static int Run(Arguments arguments)
    {
        var tickets = long.Parse(arguments.Optional("tickets") ?? "100000", CultureInfo.InvariantCulture);
        return Run(tickets).GetAwaiter().GetResult();
    }

    private static async Task<int> Run(long tickets)
    {
        IsoWeek last = default;
        await using var app = await RunningApp.Start(TimeProvider.System, data => last = Load(data, tickets));
        app.Client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        var weeks = Enumerable.Range(0, Weeks).Select(back => last.AddWeeks(-back)).ToList();
        Console.WriteLine($"{tickets.ToString("N0", CultureInfo.InvariantCulture)} tickets, {Environment.ProcessorCount} cores; ms over the loopback");
        Console.WriteLine($"{"page",-10}{"new p50",10}{"new p95",10}{"warm p50",10}{"warm p95",10}{"gzip kB",10}");
        foreach (var (name, path) in ((string, Func<IsoWeek, string>)[])[
            ("Week", week => $"/week/{week}"),
            ("Metric", week => $"/metric/csat?week={week}"),
            ("Why", week => $"/why/csat?week={week}"),
            ("Tickets", week => $"/tickets?metric=csat&week={week}")])
        {
            // One request beforehand: compiling the page is no part of its cost.
            await app.Client.GetAsync(path(last.AddWeeks(-Weeks)));
            var fresh = new List<double>();
            var bytes = 0L;
            foreach (var week in weeks)
                fresh.Add(await Ask(app.Client, path(week), size => bytes = Math.Max(bytes, size)));
            var warm = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var week in weeks)
                    warm.Add(await Ask(app.Client, path(week), _ => { }));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10}{At(fresh, 0.5),10:0.0}{At(fresh, 0.95),10:0.0}{At(warm, 0.5),10:0.0}{At(warm, 0.95),10:0.0}{bytes / 1000.0,10:0.0}"));
        }

        return 0;
    }

    private static IsoWeek Load(string data, long tickets)
    {
        var folder = Directory.CreateTempSubdirectory("kpipulse-pages-").FullName;
        try
        {
            TicketExport.Write(Path.Combine(folder, "tickets.csv"), tickets);
            TicketExport.WriteSurveys(Path.Combine(folder, "surveys.csv"), tickets);
            using var warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = data, MemoryLimit = "1GB" }, TimeProvider.System, NullLogger.Instance);
            using var ingestion = new InboxIngestion(warehouse);
            if (ingestion.Ingest([folder]).Files.FirstOrDefault(file => file.Status != IngestStatus.Loaded) is { } refused)
                throw new InvalidOperationException(refused.Reason);
            using var engine = new MetricEngine(warehouse);
            return engine.LatestWeek!.Value;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> Ask(HttpClient client, string path, Action<long> sized)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await client.GetAsync(path);
        var body = await answer.Content.ReadAsByteArrayAsync();
        var took = watch.Elapsed.TotalMilliseconds;
        answer.EnsureSuccessStatusCode();
        sized(answer.Content.Headers.ContentEncoding.Contains("gzip") ? body.Length : Packed(body));
        return took;
    }

    private static long Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        return packed.Length;
    }

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)Math.Ceiling(share * times.Count) - 1);
}
