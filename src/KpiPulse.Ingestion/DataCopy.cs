using System.Text.Json;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging;

namespace KpiPulse.Ingestion;

/// <param name="DataVersion">Of the warehouse when it was copied.</param>
/// <param name="ReceivedFiles">Ledger lines in it.</param>
public sealed record DataCopyFacts(DateTime TakenAt, long DataVersion, long ReceivedFiles, string DatabaseSha256);

/// <summary>
/// <c>backup</c> and <c>restore</c>: the warehouse as of one instant, the archive of received files and the user's own profiles. The copy is
/// taken from inside, since copying the open file loses committed rows (measured), and is proved by opening it.
/// </summary>
public static class DataCopy
{
    private const string Database = "kpipulse.duckdb";
    private const string Facts = "backup.json";
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static DataCopyFacts BackUp(KpiWarehouse warehouse, string target)
    {
        Directory.CreateDirectory(target);
        long files;
        using (var session = warehouse.Read())
            files = session.Scalar<long>("received_file_count");
        var version = warehouse.DataVersion;
        var copy = Backup.Take(warehouse);
        var place = Path.Combine(target, Database);
        File.Copy(copy, place + ".part", overwrite: true);
        DurableFiles.MoveIntoPlace(place + ".part", place);

        var folders = new DataFolders(warehouse.Options);
        CopyFolder(folders.Archive, Path.Combine(target, "archive"));
        CopyFolder(folders.OwnProfiles, Path.Combine(target, "sources"));
        var facts = new DataCopyFacts(warehouse.Clock.GetUtcNow().UtcDateTime, version, files, HashOf(place));
        DurableFiles.Write(Path.Combine(target, Facts), JsonSerializer.SerializeToUtf8Bytes(facts, Json));
        return facts;
    }

    /// <summary>The data folder as it was; what stood there is set aside, not deleted. No KpiPulse may be running on it.</summary>
    /// <exception cref="WarehouseException">No backup, a damaged one, or the data folder is in use.</exception>
    public static DataCopyFacts Restore(string from, WarehouseOptions options, TimeProvider clock, ILogger logger)
    {
        var factsPath = Path.Combine(from, Facts);
        var copy = Path.Combine(from, Database);
        if (!File.Exists(factsPath) || !File.Exists(copy))
            throw new WarehouseException($"{from} holds no backup ({Facts} and {Database} are expected). Name the folder that `kpipulse backup` wrote to.");

        var facts = JsonSerializer.Deserialize<DataCopyFacts>(File.ReadAllBytes(factsPath), Json)!;
        if (HashOf(copy) != facts.DatabaseSha256)
            throw new WarehouseException($"{copy} is not what was written on {facts.TakenAt:yyyy-MM-dd HH:mm:ss} UTC: its check sum differs. Take another backup; nothing was changed.");

        DatabaseFile.SetAside(options, clock, "before-restore");
        Directory.CreateDirectory(options.DataFolder);
        File.Copy(copy, options.DatabasePath + ".part", overwrite: true);
        DurableFiles.MoveIntoPlace(options.DatabasePath + ".part", options.DatabasePath);
        var folders = new DataFolders(options);
        folders.Create();
        CopyFolder(Path.Combine(from, "archive"), folders.Archive);
        CopyFolder(Path.Combine(from, "sources"), folders.OwnProfiles);

        using var warehouse = KpiWarehouse.Open(options, clock, logger);
        using var session = warehouse.Read();
        var files = session.Scalar<long>("received_file_count");
        return files >= facts.ReceivedFiles
            ? facts
            : throw new WarehouseException($"The restored warehouse holds {files} received files, the backup had {facts.ReceivedFiles}. Run `kpipulse rebuild`.");
    }

    /// <summary>
    /// Files that are not there yet; archived ones never change. Files may arrive meanwhile, and a sidecar says that its file is there: so those seen
    /// before anything is copied come last.
    /// </summary>
    private static void CopyFolder(string from, string to)
    {
        if (!Directory.Exists(from))
            return;

        var sidecars = Directory.GetFiles(from, "*" + Archive.Sidecar, SearchOption.AllDirectories);
        var contents = Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(Archive.Sidecar, StringComparison.Ordinal) && !path.EndsWith(".part", StringComparison.Ordinal));
        foreach (var path in contents.Concat(sidecars))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, path));
            if (File.Exists(place) && new FileInfo(place).Length == new FileInfo(path).Length)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(path, place + ".part", overwrite: true);
            DurableFiles.MoveIntoPlace(place + ".part", place);
        }
    }

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
    }
}
