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
        File.Delete(path);
        using (var session = warehouse.Read())
        {
            session.Run("backup", $"attach {SqlSlots.Literal(path)} as copy_of_warehouse");
            try
            {
                session.Run("backup", $"copy from database {warehouse.Catalog} to copy_of_warehouse");
                var copied = session.Ask<long>("backup", "select count(*) from copy_of_warehouse.main.received_files")[0];
                var here = session.Ask<long>("backup", "select count(*) from received_files")[0];
                if (copied > here)
                    throw new WarehouseException($"The backup {path} holds {copied} files, the warehouse {here}. Delete it and take another.");

                // Whoever looks through all catalogues meanwhile keeps the copy from being closed by the detachment, and its log from going into its file.
                session.Run("backup", "force checkpoint copy_of_warehouse");
            }
            finally
            {
                session.Run("backup", "detach copy_of_warehouse");
            }
        }

        if (new FileInfo(path + ".wal") is { Exists: true, Length: > 0 })
            throw new WarehouseException($"The backup {path} was written, but not all of it into its file. Take another.");
        foreach (var old in Directory.EnumerateFiles(warehouse.Options.BackupFolder, "kpipulse-*.duckdb").OrderDescending(StringComparer.Ordinal).Skip(Kept))
            File.Delete(old);
        return path;
    }
}
