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

    /// <summary>DuckDB's own limit, from the environment if it is said there. The process needs about 300 MB more (measured).</summary>
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

    public string DatabasePath => Path.Combine(DataFolder, Attach ?? "kpipulse.duckdb");

    /// <summary>What the process opens. When the warehouse is attached, an empty file of its own; nothing is ever kept in it.</summary>
    internal string OpenedPath => Attach is null ? DatabasePath : Path.Combine(TempFolder, "session.duckdb");

    internal string? AttachedPath => Attach is null || Attach.Contains(':', StringComparison.Ordinal) ? Attach : Path.GetFullPath(DatabasePath);

    /// <summary>The only folder that DuckDB itself may read exports from; cleared at every start.</summary>
    public string StagingFolder => Path.Combine(DataFolder, "staging");

    /// <summary>A new one is its owner's alone: exports, accounts and keys lie in it.</summary>
    public void CreateDataFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(DataFolder);
        else
            Directory.CreateDirectory(DataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string TempFolder => Path.Combine(DataFolder, "tmp");

    public string BackupFolder => Path.Combine(DataFolder, "backup");
}
