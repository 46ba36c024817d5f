using System.Globalization;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Benchmarks;

/// <summary>The sample data into an empty warehouse: what a first start does before its pages have numbers.</summary>
internal static class FirstLoadBench
{
    public static int Run(Arguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("kpipulse-first-").FullName;
        try
        {
            using var statements = new SlowStatements();
            using var warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = folder }, TimeProvider.System, NullLogger.Instance);
            statements.Print(5);
            using var ingestion = new InboxIngestion(warehouse);
            Report("loaded", () => ingestion.Ingest([Path.Combine(arguments.Subject, "reference"), Path.Combine(arguments.Subject, "inbox")]));
            statements.Print(40);
            using var engine = new MetricEngine(warehouse);
            var week = engine.LatestWeek!.Value;
            foreach (var asked in (IsoWeek[])[week, week.AddWeeks(-1)])
                Report($"Week of {asked}", () => new WeekReviewReader(engine, new ScorecardReader(engine)).Read(asked, [], Scope.Everything));
            statements.Print(30);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(string what, Action work)
    {
        var cost = Cost.Of(work);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-20}{cost.Wall,8:0.00} s{cost.Cpu,8:0.00} s processor"));
    }
}
