using System.Security.Cryptography;
using KpiPulse.Ingestion;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Testing;

/// <summary>
/// The sample data, ingested: once for all test runs in which nothing changed that it is made of (the exports, the SQL, the profiles, Warehouse and
/// Ingestion themselves), and copied for each run.
/// </summary>
public static class SampleWarehouse
{
    private static readonly Lazy<TempFolder> Copied = new(Copy);

    /// <summary>A data folder with the sample data; for readers only.</summary>
    public static string SharedData => Path.Combine(Copied.Value.Path, "data");

    /// <summary>Copies the ingested sample into the folder.</summary>
    public static void CopyTo(string dataFolder) => CopyFiles(SharedData, dataFolder);

    private static TempFolder Copy()
    {
        var folder = new TempFolder();
        CopyFiles(Kept(), Path.Combine(folder.Path, "data"));
        return folder;
    }

    private static string Kept()
    {
        var all = Directory.CreateDirectory(Repository.Folder("artifacts/sample-warehouse")).FullName;
        var kept = Path.Combine(all, Key());
        using var oneAtATime = Lock(Path.Combine(all, "lock"));
        if (Directory.Exists(kept))
            return kept;

        foreach (var outdated in Directory.EnumerateDirectories(all))
            Directory.Delete(outdated, recursive: true);
        Ingest(kept + ".making");
        Directory.Move(kept + ".making", kept);
        return kept;
    }

    private static string Key()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(typeof(KpiWarehouse).Module.ModuleVersionId.ToByteArray());
        hash.AppendData(typeof(InboxIngestion).Module.ModuleVersionId.ToByteArray());
        foreach (var folder in (string[])[Path.Combine(AppContext.BaseDirectory, "sql"), Path.Combine(AppContext.BaseDirectory, "sources"), Repository.Folder("sample-data")])
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(path)));
                hash.AppendData(File.ReadAllBytes(path));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Test projects run side by side; the second one waits for the first one's sample.</summary>
    private static FileStream Lock(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Task.Delay(TimeSpan.FromMilliseconds(200)).Wait();
            }
        }
    }

    private static void Ingest(string dataFolder)
    {
        using var warehouse = KpiWarehouse.Open(new WarehouseOptions { DataFolder = dataFolder }, TimeProvider.System, NullLogger.Instance);
        using var ingestion = new InboxIngestion(warehouse);
        new Expectations(warehouse).Adopt(Repository.Folder("sample-data"));
        var run = ingestion.Ingest([Repository.Folder("sample-data/reference"), Repository.Folder("sample-data/inbox")]);
        if (run.AnythingRefused)
            throw new InvalidOperationException("The sample data was refused: " + string.Join("; ", run.Files.Where(file => file.Status == IngestStatus.Refused).Select(file => $"{file.Path}: {file.Reason}")));
    }

    private static void CopyFiles(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
