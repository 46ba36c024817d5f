using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Benchmarks;

/// <param name="PeakBytes">Of the process, from its start on.</param>
internal sealed record LoadCost(double Wall, double Cpu, long PeakBytes);

/// <summary>Exports into a data folder up to published numbers, in a process of its own: its memory is nobody else's, and nothing is warm.</summary>
internal static class LoadBench
{
    public static int Run(Arguments arguments)
    {
        using var statements = arguments.Optional("statements") is null ? null : new SlowStatements();
        Console.WriteLine(JsonSerializer.Serialize(Load(arguments.Required("data"), [.. arguments.All("path")], arguments.Optional("close") == "yes", arguments.Optional("hand-over") == "yes")));
        statements?.Print(int.Parse(arguments.Required("statements"), CultureInfo.InvariantCulture));
        return 0;
    }

    public static LoadCost InOwnProcess(string data, string path, bool close, bool handOver = false)
    {
        var start = OwnProcess.Of("load", "--data", data, "--path", path, "--close", close ? "yes" : "no", "--hand-over", handOver ? "yes" : "no");
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<LoadCost>(line)! : throw new InvalidOperationException($"Loading {path} ended with {process.ExitCode}.");
    }

    /// <param name="close">Close past weeks afterwards, untimed: a server that runs has done it long ago.</param>
    /// <param name="handOver">By way of the drop folder, which leaves one copy of them: in the archive.</param>
    public static LoadCost Load(string data, IReadOnlyList<string> paths, bool close, bool handOver = false)
    {
        using var warehouse = Open(data);
        using var ingestion = new InboxIngestion(warehouse);
        if (!File.Exists(BenchReference.ProfileOf(data)))
            LoadReference(data, ingestion);
        if (handOver)
            HandOver(data, paths);
        var cost = Cost.Of(() => Check(handOver ? ingestion.IngestInbox() : ingestion.Ingest(paths)));
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        if (close)
            Close(warehouse);
        return new LoadCost(cost.Wall, cost.Cpu, peak);
    }

    /// <summary>An empty warehouse that knows markets, teams, targets and service hours.</summary>
    public static void Prepare(string data)
    {
        using var warehouse = Open(data);
        using var ingestion = new InboxIngestion(warehouse);
        LoadReference(data, ingestion);
    }

    /// <summary>Past weeks, as the nightly job closes them.</summary>
    public static void Close(string data)
    {
        using var warehouse = Open(data);
        Close(warehouse);
    }

    /// <summary>
    /// The warehouse without its archive: enough to ask it and to load more. On disk like that of a server: else the first commit afterwards waits for all of the copy.
    /// </summary>
    public static void Copy(string data, string to)
    {
        new WarehouseOptions { DataFolder = to }.CreateDataFolder();
        BenchReference.WriteProfile(to);
        File.Copy(DatabaseOf(data), DatabaseOf(to));
        using var copy = new FileStream(DatabaseOf(to), FileMode.Open, FileAccess.ReadWrite);
        copy.Flush(flushToDisk: true);
    }

    public static string DatabaseOf(string data) => new WarehouseOptions { DataFolder = data }.DatabasePath;

    public static void Check(IngestionRun run)
    {
        if (run.Files.FirstOrDefault(file => file.Status != IngestStatus.Loaded || file.Rows.Rejected > 0) is { } bad)
            throw new InvalidOperationException($"{bad.Path} was not loaded whole: {bad.Rows.Rejected} rows rejected. {bad.Reason}");
    }

    private static void HandOver(string data, IReadOnlyList<string> exports)
    {
        var inbox = Directory.CreateDirectory(Path.Combine(data, "inbox")).FullName;
        foreach (var file in exports.SelectMany(Directory.EnumerateFiles))
            File.Move(file, Path.Combine(inbox, Path.GetFileName(file)));
    }

    private static void Close(KpiWarehouse warehouse)
    {
        using var engine = new MetricEngine(warehouse);
        engine.Frozen.FreezeDue();
    }

    private static KpiWarehouse Open(string data) => KpiWarehouse.Open(new WarehouseOptions { DataFolder = data }, TimeProvider.System, NullLogger.Instance);

    private static void LoadReference(string data, InboxIngestion ingestion)
    {
        using var folder = new TempFolder();
        BenchReference.Write(folder.Path);
        Check(ingestion.Ingest([folder.Path]));
        BenchReference.WriteProfile(data);
    }
}
