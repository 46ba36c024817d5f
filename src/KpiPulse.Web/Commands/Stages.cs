using System.CommandLine;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Passport;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Web.Commands;

/// <summary>The stages of the data's way, opened for one verb on the data folder that it names.</summary>
internal sealed class Stages : IDisposable
{
    private Stages(KpiWarehouse warehouse)
    {
        Warehouse = warehouse;
        Ingestion = new InboxIngestion(warehouse);
        Sources = new SourceCatalog(warehouse);
        Examination = new Examination(warehouse);
        Metrics = new MetricEngine(warehouse);
        Weeks = new FrozenWeeks(warehouse);
        Passports = new PassportReader(warehouse, Metrics, Weeks);
        Press = Reports.PressOf(Metrics, Weeks);
        Seal = new ReportSeal(warehouse.Options.DataFolder);
        Check = new ReportCheck(Press, Seal, new SnapshotCheck(Metrics, Weeks), Reports.Links);
    }

    public KpiWarehouse Warehouse { get; }

    public InboxIngestion Ingestion { get; }

    public SourceCatalog Sources { get; }

    public Examination Examination { get; }

    public MetricEngine Metrics { get; }

    public ReportPress Press { get; }

    public ReportSeal Seal { get; }

    public ReportCheck Check { get; }

    public FrozenWeeks Weeks { get; }

    public PassportReader Passports { get; }

    public static WarehouseOptions OptionsOf(ParseResult parsed) => new() { DataFolder = parsed.GetRequiredValue(Settings.Data) };

    public static Stages Open(ParseResult parsed)
    {
        var stages = new Stages(KpiWarehouse.Open(OptionsOf(parsed), TimeProvider.System, NullLogger.Instance));
        if (stages.Ingestion.TornLog is { } torn)
            Console.Error.WriteLine($"The write-ahead log was damaged and was put aside ({torn.Trim()}). What it held is read again from the archive.");
        return stages;
    }

    /// <summary>For those who ask for numbers: what was received and is not loaded (a process that died, a torn log) is loaded first.</summary>
    public static Stages OpenUpToDate(ParseResult parsed)
    {
        var stages = Open(parsed);
        if (!stages.Ingestion.IsBehind)
            return stages;

        using var progress = Progress.Of(stages.Ingestion);
        stages.Ingestion.CatchUp(progress);
        return stages;
    }

    public void Dispose()
    {
        Ingestion.Dispose();
        Warehouse.Dispose();
    }
}
