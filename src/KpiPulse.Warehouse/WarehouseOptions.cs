using System.ComponentModel.DataAnnotations;

namespace KpiPulse.Warehouse;

/// <summary>Where the warehouse lives and what it may use.</summary>
public sealed class WarehouseOptions
{
    /// <summary>Everything the program owns: warehouse file, archive of received files, reports, keys.</summary>
    [Required]
    public required string DataFolder { get; init; }

    /// <summary>The <c>sql/</c> folder; beside the binary unless a test says otherwise.</summary>
    public string SqlFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "sql");

    /// <summary>DuckDB's own limit, from the environment if it is said there. The process needs about 400 MB more (measured).</summary>
    [Required, RegularExpression(@"^\d+(\.\d+)?\s?[KMGT]i?B$", ErrorMessage = "KPIPULSE_MEMORY_LIMIT is a size such as 1GB.")]
    public string MemoryLimit { get; init; } = Environment.GetEnvironmentVariable("KPIPULSE_MEMORY_LIMIT") is { Length: > 0 } limit ? limit : "2GB";

    [Range(1, 256)]
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>A rebuild takes so many tickets at a time, so that what lies between canonical rows and facts stays in memory.</summary>
    [Range(1, int.MaxValue)]
    public int TicketsPerSlice { get; init; } = 150_000;

    /// <summary>IANA zone of days and weeks wherever a question names none (C3).</summary>
    [Required]
    public string ReportingZone { get; init; } = "Asia/Singapore";

    /// <summary>
    /// What DuckDB attaches as the warehouse, by its own rules, instead of opening the data folder's file: a DuckDB file (relative to the data
    /// folder), or a catalogue that an extension brings. Tested with files only.
    /// </summary>
    public string? Attach { get; init; } = Environment.GetEnvironmentVariable("KPIPULSE_ATTACH") is { Length: > 0 } attach ? attach : null;

    /// <summary>A published copy to read in place of the data folder's own warehouse. Nothing is written to it.</summary>
    public string? Copy { get; init; }

    public bool IsReadOnly => Copy is not null;

    public string DatabasePath => Copy ?? Path.Combine(DataFolder, Attach ?? "kpipulse.duckdb");

    /// <summary>What the process opens. When the warehouse is attached, an empty file of its own; nothing is ever kept in it.</summary>
    internal string OpenedPath => AttachedPath is null ? DatabasePath : Path.Combine(TempFolder, "session.duckdb");

    /// <summary>A published copy is opened itself.</summary>
    internal string? AttachedPath => IsReadOnly || Attach is null ? null : Attach.Contains(':', StringComparison.Ordinal) ? Attach : Path.GetFullPath(DatabasePath);

    /// <summary>The installation's keys. A read-only node uses those of the ingesting one.</summary>
    public string KeysFolder { get => field ?? Path.Combine(DataFolder, "keys"); init; }

    /// <summary>The only folder that DuckDB itself may read exports from; cleared at every start.</summary>
    public string StagingFolder => Path.Combine(DataFolder, "staging");

    /// <summary>A new one is its owner's alone: exports, accounts and keys lie in it.</summary>
    public void CreateDataFolder() => CreateClosed(DataFolder);

    /// <summary>Unless it is there already, closed to other users of the machine.</summary>
    internal static void CreateClosed(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What DuckDB spills. Each copy has its own: while one takes another's place both are open, and they would take each other's files.</summary>
    public string TempFolder => Copy is null ? Path.Combine(DataFolder, "tmp") : Path.Combine(DataFolder, "tmp", Path.GetFileNameWithoutExtension(Copy));

    public string BackupFolder => Path.Combine(DataFolder, "backup");
}
