using System.Data;
using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Win32.SafeHandles;

namespace KpiPulse.Warehouse;

/// <summary>The DuckDB file and its write-ahead log as files: opened whatever state a crash left them in, and put out of the way.</summary>
public sealed class DatabaseFile : IDisposable
{
    /// <summary>The log is not packed, blocks are: they take less than it did, and a little for each column of each table.</summary>
    private const long RoomPerLog = 1;
    private const long RoomAtLeast = 6 << 20;

    internal const long MostLog = 256 << 20;
    private const long LogsInFreeSpace = 8;
    private const long LongLogOfSmallBatch = 16 << 20;

    private readonly WarehouseOptions options;
    private readonly TimeProvider clock;

    // Stays open as long as DuckDB has the file: the first handle that a process closes ends all of its locks on a file (POSIX), DuckDB's among them.
    private SafeFileHandle? beside;

    internal DatabaseFile(WarehouseOptions options, TimeProvider clock)
    {
        this.options = options;
        this.clock = clock;
    }

    internal long LogBytes => new FileInfo(Log) is { Exists: true } log ? log.Length : 0;

    /// <summary>
    /// A run ends with a checkpoint; one at every 16 MB wrote the same rows again and again. On a small disk the log must not grow until nothing has room
    /// beside it, the checkpoint included.
    /// </summary>
    private long LongestLog => Math.Min(MostLog, FreeBytes / LogsInFreeSpace);

    internal bool IsLogLong => LogBytes > LongestLog;

    /// <summary>
    /// DuckDB's setting: how many times a checkpoint may write neighbouring row groups again as fewer, in each table. Left alone it does all that it can,
    /// at the end of every program too: six of the seven seconds that a week of 200,000 tickets took on top of ten million.
    /// </summary>
    internal const string Packing = "max_vacuum_tasks";

    /// <summary>A load leaves row groups that are not full but large enough. Small batches would leave thousands of small ones: each packs a little.</summary>
    internal bool IsLogOfSmallBatch => LogBytes <= LongLogOfSmallBatch;

    internal bool HasRoomForCheckpoint => FreeBytes >= RoomPerLog * LogBytes + RoomAtLeast;

    private long FreeBytes => new DriveInfo(Path.GetFullPath(options.DataFolder)).AvailableFreeSpace;

    private string Log => options.DatabasePath + ".wal";

    /// <summary>
    /// The file and its log byte by byte, into a place of the same names. Nobody may make a checkpoint meanwhile. Commits only lengthen the log: those
    /// that were over before are in the copy, and half a one at its end is dropped by whoever opens it.
    /// </summary>
    /// <exception cref="WarehouseException">No room, or DuckDB made a checkpoint by itself.</exception>
    internal void CopyTo(string path)
    {
        beside ??= File.OpenHandle(options.DatabasePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var free = new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        if (free < RandomAccess.GetLength(beside) + LogBytes + RoomAtLeast)
            throw new WarehouseException($"There is no room for a copy of {options.DatabasePath} in {Path.GetDirectoryName(path)}: {free >> 20} MB are free. Free some, or name a folder on another disk.");

        var headers = HeadersOf(beside);
        Copy(beside, path);
        if (File.Exists(Log))
        {
            using var log = File.OpenHandle(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Copy(log, path + ".wal");
        }

        if (!headers.AsSpan().SequenceEqual(HeadersOf(beside)))
            throw new WarehouseException($"{options.DatabasePath} changed while it was copied: a large load has just ended. The next copy is whole.");
    }

    public void Dispose() => beside?.Dispose();

    /// <summary>A checkpoint writes one of the two that follow the file's own.</summary>
    private static byte[] HeadersOf(SafeFileHandle file)
    {
        var headers = new byte[3 * 4096];
        RandomAccess.Read(file, headers, 0);
        return headers;
    }

    private static void Copy(SafeFileHandle from, string path)
    {
        using var to = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var part = new byte[1 << 20];
        for (long at = 0; RandomAccess.Read(from, part, at) is > 0 and var read; at += read)
            RandomAccess.Write(to, part.AsSpan(0, read), at);
    }

    /// <summary>Moves the warehouse's files out of the way, under a name that says why and when.</summary>
    /// <returns>The new path of the main file.</returns>
    /// <exception cref="WarehouseException">Another process has them open and would go on writing to them.</exception>
    public static string SetAside(WarehouseOptions options, TimeProvider clock, string why)
    {
        AssertUnused(options);
        var ending = string.Create(CultureInfo.InvariantCulture, $".{why}-{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}");
        foreach (var path in (string[])[options.DatabasePath, options.DatabasePath + ".wal"])
        {
            if (File.Exists(path))
                File.Move(path, path + ending);
        }

        return options.DatabasePath + ending;
    }

    /// <returns>Why the log had to be put aside; null when it was sound.</returns>
    /// <exception cref="WarehouseException">In use, or damaged; the message says what to do.</exception>
    internal string? Open(DuckDBConnection connection)
    {
        try
        {
            OpenAndAttach(connection);
            return null;
        }
        catch (DuckDBException failure) when (options.IsReadOnly)
        {
            throw new WarehouseException($"The published copy {options.DatabasePath} cannot be opened: {failure.Message}", failure) { IsUnreadable = true };
        }
        catch (DuckDBException failure) when (IsLocked(failure))
        {
            throw InUse(options, failure);
        }
        catch (DuckDBException failure) when (failure.Message.Contains("WAL", StringComparison.Ordinal) && File.Exists(Log))
        {
            OpenWithoutLog(connection);
            return failure.Message;
        }
        catch (DuckDBException failure)
        {
            throw Unreadable(failure);
        }
    }

    /// <summary>
    /// A torn log (power cut, full disk) would keep the program from starting for ever. Without it the file is whole as of the last checkpoint;
    /// what came since is in the archive and is taken again at the start.
    /// </summary>
    private void OpenWithoutLog(DuckDBConnection connection)
    {
        File.Move(Log, string.Create(CultureInfo.InvariantCulture, $"{Log}.corrupt-{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}"));
        try
        {
            OpenAndAttach(connection);
        }
        catch (DuckDBException failure)
        {
            throw Unreadable(failure);
        }
    }

    private void OpenAndAttach(DuckDBConnection connection)
    {
        if (connection.State != ConnectionState.Open)
            connection.Open();
        if (options.AttachedPath is { } attached)
            LockDown.Execute(connection, $"attach {SqlSlots.Literal(attached)} as {KpiWarehouse.AttachedAs}; use {KpiWarehouse.AttachedAs};");
    }

    private static void AssertUnused(WarehouseOptions options)
    {
        if (!File.Exists(options.DatabasePath))
            return;

        using var probe = new DuckDBConnection($"Data Source={options.DatabasePath};access_mode=READ_ONLY");
        try
        {
            probe.Open();
        }
        catch (DuckDBException failure) when (IsLocked(failure))
        {
            throw InUse(options, failure);
        }
        catch (DuckDBException)
        {
            // Damaged, which is why it is set aside.
        }
    }

    private static bool IsLocked(DuckDBException failure) => failure.Message.Contains("Could not set lock", StringComparison.OrdinalIgnoreCase);

    private static WarehouseException InUse(WarehouseOptions options, DuckDBException failure) => new(
        $"{options.DatabasePath} is in use by another process. Stop the running KpiPulse (or give this one another --data folder), then try again. ({failure.Message})", failure)
    {
        IsInUse = true,
    };

    private WarehouseException Unreadable(DuckDBException failure) => new(
        $"{options.DatabasePath} cannot be opened: {failure.Message} The archive of received files is the source of truth: run `kpipulse rebuild` to make the warehouse again from it.", failure)
    {
        IsUnreadable = true,
    };
}
