using System.Globalization;
using DuckDB.NET.Data;

namespace KpiPulse.Warehouse;

/// <summary>
/// DuckDB without the outside world: it reads and writes its own file, the staging, temp and backup folders, and nothing else.
/// The first opener's settings win and later ones are ignored in silence, hence one connection string and an assertion at each opening.
/// </summary>
internal static class LockDown
{
    public static string ConnectionString(WarehouseOptions options, string path) =>
        $"Data Source={path};memory_limit={options.MemoryLimit};threads={options.Threads.ToString(CultureInfo.InvariantCulture)};" +
        // KpiWarehouse checkpoints earlier, after it has looked for room on the disk.
        $"checkpoint_threshold={2 * DatabaseFile.MostLog >> 20}MB;" +
        $"{DatabaseFile.Packing}=0;" +
        // What one statement has freed goes back before the next one needs as much: 30 to 40 MB off the peak.
        "allocator_background_threads=true;" +
        "autoinstall_known_extensions=false;autoload_known_extensions=false;allow_community_extensions=false";

    /// <summary>Order matters: folders first, then the door, then the lock.</summary>
    public static void Apply(DuckDBConnection connection, WarehouseOptions options)
    {
        string[] folders = [options.StagingFolder, options.TempFolder, options.BackupFolder];
        var allowed = string.Join(", ", folders.Select(folder => SqlSlots.Literal(Path.GetFullPath(folder) + Path.DirectorySeparatorChar)));
        string[] settings =
        [
            $"set global temp_directory = {SqlSlots.Literal(Path.GetFullPath(options.TempFolder))}",
            "set global timezone = 'UTC'",
            $"set global allowed_directories = [{allowed}]",
            "set global enable_external_access = false",
            $"set global allowed_configs = ['{DatabaseFile.Packing}']",
            "set global lock_configuration = true",
        ];
        foreach (var setting in settings)
            Execute(connection, setting);
    }

    /// <exception cref="WarehouseException">This connection is not locked down; nothing may be asked of it.</exception>
    public static void Assert(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select current_setting('enable_external_access') = false and current_setting('lock_configuration') = true";
        if (command.ExecuteScalar() is not true)
            throw new WarehouseException("DuckDB is not locked down. Another opener of the same file in this process came first; KpiPulse refuses to go on.");
    }

    public static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
