using DuckDB.NET.Data;

namespace KpiPulse.Warehouse;

/// <summary>
/// A copy of the warehouse for other processes to read, at the cost of its bytes: taken beside readers, writers and loads. A <see cref="Backup"/>
/// packs every table again, which takes fifteen seconds of a processor for the sample; this takes less than one.
/// </summary>
internal static class FileCopy
{
    /// <summary>A log whose last commit was only half written leaves its file behind.</summary>
    private const int Attempts = 3;

    /// <summary>Not on Windows, where nobody else may read a file that DuckDB has open.</summary>
    public static bool IsPossible => !OperatingSystem.IsWindows();

    /// <param name="path">What is there is replaced.</param>
    /// <exception cref="WarehouseException">The copy cannot be opened, or lacks something; the warehouse is not touched by that.</exception>
    public static void Write(KpiWarehouse warehouse, string path)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            File.Delete(path + ".wal");
            var version = warehouse.DataVersion;
            warehouse.CopyFiles(path);
            TakeLogIn(warehouse, path, version);
            if (!File.Exists(path + ".wal"))
                return;
        }

        throw new WarehouseException($"The copy {path} kept its log: somebody committed in the very moment, {Attempts} times. The next one is tried by itself.");
    }

    private static void TakeLogIn(KpiWarehouse warehouse, string path, long version)
    {
        try
        {
            using var connection = new DuckDBConnection(LockDown.ConnectionString(warehouse.Options, path));
            connection.Open();
            using var command = connection.CreateCommand();
            // No folder for spilling: two databases in one would take each other's files.
            command.CommandText = "set temp_directory = ''; set enable_external_access = false; checkpoint";
            command.ExecuteNonQuery();
            command.CommandText = "select data_version from warehouse_state";
            if (command.ExecuteScalar() is not long copied || copied < version)
                throw new WarehouseException($"The copy {path} lacks data version {version}. Look for other programs that use the data folder.");
        }
        catch (DuckDBException failure)
        {
            throw new WarehouseException($"The copy {path} cannot be read back: {failure.Message}", failure);
        }
    }
}
