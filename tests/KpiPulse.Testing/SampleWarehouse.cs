using KpiPulse.Ingestion;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Testing;

/// <summary>The sample data, ingested once a test run and copied for whoever changes it.</summary>
public static class SampleWarehouse
{
    private static readonly Lazy<TempFolder> Ingested = new(Ingest);

    /// <summary>A data folder with the sample data; for readers only.</summary>
    public static string SharedData => Path.Combine(Ingested.Value.Path, "data");

    /// <summary>Copies the ingested sample into the folder.</summary>
    public static void CopyTo(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        foreach (var path in Directory.EnumerateFiles(SharedData, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(dataFolder, Path.GetRelativePath(SharedData, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }

    private static TempFolder Ingest()
    {
        var folder = new TempFolder();
        using var warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = Path.Combine(folder.Path, "data") }, TimeProvider.System, NullLogger.Instance);
        using var ingestion = new InboxIngestion(warehouse);
        new Expectations(warehouse).Adopt(Repository.Folder("sample-data"));
        var run = ingestion.Ingest([Repository.Folder("sample-data/reference"), Repository.Folder("sample-data/inbox")]);
        return run.AnythingRefused
            ? throw new InvalidOperationException("The sample data was refused: " + string.Join("; ", run.Files.Where(file => file.Status == IngestStatus.Refused).Select(file => $"{file.Path}: {file.Reason}")))
            : folder;
    }
}
