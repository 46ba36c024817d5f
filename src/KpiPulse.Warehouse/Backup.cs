using System.Globalization;

namespace KpiPulse.Warehouse;

/// <summary>
/// A consistent copy while ingestion goes on: one statement, one snapshot. Copying the file itself loses committed rows (measured).
/// </summary>
public static class Backup
{
    private const int Kept = 7;

    /// <summary>Writes <c>backup/kpipulse-{instant}.duckdb</c>, reads it back, and drops the oldest beyond seven.</summary>
    /// <returns>The path of the copy.</returns>
    public static string Take(KpiWarehouse warehouse)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"kpipulse-{warehouse.Clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
        var path = Path.Combine(Path.GetFullPath(warehouse.Options.BackupFolder), name + ".duckdb");
        Write(warehouse, path);
        foreach (var old in Directory.EnumerateFiles(warehouse.Options.BackupFolder, "kpipulse-*.duckdb").OrderDescending(StringComparer.Ordinal).Skip(Kept))
            File.Delete(old);
        return path;
    }

    /// <param name="path">Full, and in a folder that the lock-down leaves open; what is there is replaced.</param>
    /// <exception cref="WarehouseException">No room, or the copy does not read back.</exception>
    internal static void Write(KpiWarehouse warehouse, string path)
    {
        if (!warehouse.HasRoomForCopy)
            throw new WarehouseException($"There is no room for a copy of the warehouse in {warehouse.Options.DataFolder}. Free as much space as {warehouse.Options.DatabasePath} takes; the next one is tried by itself.");

        File.Delete(path);
        File.Delete(path + ".wal");
        // Attached databases are seen by every connection, and two copies may be in the making.
        var copy = "copy_" + Guid.NewGuid().ToString("N");
        using var session = warehouse.Read();
        session.Run("backup", $"attach {SqlSlots.Literal(path)} as {copy}");
        try
        {
            session.Run("backup", $"copy from database {warehouse.Catalog} to {copy}");
            var copied = session.Ask<long>("backup", $"select count(*) from {copy}.main.received_files")[0];
            var here = session.Ask<long>("backup", "select count(*) from received_files")[0];
            if (copied > here)
                throw new WarehouseException($"The copy {path} holds {copied} files, the warehouse {here}. Delete it and take another.");
        }
        finally
        {
            session.Run("backup", $"detach {copy}");
        }
    }
}
