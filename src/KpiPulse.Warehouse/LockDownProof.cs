using DuckDB.NET.Data;

namespace KpiPulse.Warehouse;

/// <summary>
/// What a locked-down DuckDB must refuse, tried for real at every start: a setting that looks right and does nothing would not be noticed
/// otherwise. Each is refused for the right reason, not because a file happens to be missing.
/// </summary>
internal static class LockDownProof
{
    // "Permission Error" for the outside world; the others for the lock, for extensions that are not there to load, and for secrets.
    private static readonly string[] Refusals = ["Permission Error", "has been locked", "disabled through configuration", "disabled by configuration", "Cannot change", "Cannot enable"];

    /// <exception cref="WarehouseException">A probe went through, or was refused for another reason; the message names each.</exception>
    public static void Assert(DuckDBConnection connection, WarehouseOptions options)
    {
        // A file that is there and that DuckDB may not read, and ways to it that only look allowed.
        var outside = Path.Combine(Path.GetFullPath(options.DataFolder), "lock-down-probe.csv");
        var link = Path.Combine(Path.GetFullPath(options.StagingFolder), "lock-down-probe-link.csv");
        File.WriteAllText(outside, "a\n1\n");
        try
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, outside);
            if (Holes(connection, Probes(options, outside, link)) is { Count: > 0 } holes)
                throw new WarehouseException($"DuckDB's lock-down could not be proved, so KpiPulse does not start: {string.Join("; ", holes)}. Put back the DuckDB version that it was built with.");
        }
        finally
        {
            File.Delete(outside);
            File.Delete(link);
        }
    }

    internal static IReadOnlyList<string> Holes(DuckDBConnection connection, IEnumerable<(string Name, string Sql)> probes) =>
        [.. probes.Select(probe => HoleOf(connection, probe.Name, probe.Sql)).OfType<string>()];

    internal static IEnumerable<(string Name, string Sql)> Probes(WarehouseOptions options, string outside, string link)
    {
        var staging = Path.GetFullPath(options.StagingFolder);
        var file = SqlSlots.Literal(outside);
        var written = SqlSlots.Literal(Path.Combine(Path.GetFullPath(options.DataFolder), "lock-down-written"));
        yield return ("read_csv outside", $"select * from read_csv({file})");
        yield return ("read_csv by dots", $"select * from read_csv({SqlSlots.Literal(Path.Combine(staging, "..", "lock-down-probe.csv"))})");
        if (!OperatingSystem.IsWindows())
            yield return ("read_csv by a symbolic link", $"select * from read_csv({SqlSlots.Literal(link)})");
        yield return ("read_text outside", $"select * from read_text({file})");
        yield return ("read_blob outside", $"select * from read_blob({file})");
        yield return ("read_parquet outside", $"select * from read_parquet({file})");
        yield return ("read_json outside", $"select * from read_json({file})");
        yield return ("sniff_csv outside", $"select * from sniff_csv({file})");
        yield return ("a file as a table", $"select * from {file}");
        yield return ("glob outside", $"select * from glob({SqlSlots.Literal(Path.Combine(Path.GetFullPath(options.DataFolder), "*"))})");
        if (OperatingSystem.IsLinux())
            yield return ("the process's environment", "select * from read_blob('/proc/self/environ')");
        yield return ("copy to outside", $"copy (select 1) to {written}");
        yield return ("copy from outside", $"create temp table lock_down_probe (a varchar); copy lock_down_probe from {file}");
        yield return ("export outside", $"export database {written}");
        yield return ("import from outside", $"import database {written}");
        yield return ("attach outside", $"attach {written}");
        yield return ("a web address", "select * from read_csv('https://127.0.0.1:9/x.csv')");
        yield return ("an object store", "select * from read_parquet('s3://bucket/x.parquet')");
        yield return ("install an extension", "install httpfs");
        yield return ("load an extension", "load httpfs");
        yield return ("load an extension by its file", $"load {file}");
        yield return ("open the door again", "set enable_external_access = true");
        yield return ("reset the door", "reset enable_external_access");
        yield return ("allow further folders", "set allowed_directories = ['/']");
        yield return ("allow further files", "set allowed_paths = ['/etc/passwd']");
        yield return ("unlock", "set lock_configuration = false");
        yield return ("allow further settings", "set allowed_configs = ['enable_external_access']");
        yield return ("reset the lock", "reset lock_configuration");
        yield return ("more memory", "set memory_limit = '100GB'");
        yield return ("another folder for spilling", "set temp_directory = '/tmp'");
        yield return ("community extensions", "set allow_community_extensions = true");
        yield return ("unsigned extensions", "set allow_unsigned_extensions = true");
        yield return ("install by itself", "set autoinstall_known_extensions = true");
        yield return ("another folder of extensions", "set extension_directory = '/tmp'");
        yield return ("another home", "set home_directory = '/tmp'");
        yield return ("a log to a file", "set log_query_path = '/tmp/kpipulse-probe.log'");
    }

    /// <summary>Null when it was refused as it must be.</summary>
    private static string? HoleOf(DuckDBConnection connection, string name, string sql)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
            }

            return $"'{name}' went through";
        }
        catch (DuckDBException refusal)
        {
            return Array.Exists(Refusals, reason => refusal.Message.Contains(reason, StringComparison.OrdinalIgnoreCase)) ? null : $"'{name}' failed otherwise: {refusal.Message}";
        }
    }
}
