using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;

namespace KpiPulse.Warehouse;

/// <summary>
/// The DuckDB file: opened once, locked down, migrated; many readers and one writer at a time, whoever asks.
/// Only Ingestion and Metrics can put a question to it; everybody else asks them.
/// </summary>
public sealed class KpiWarehouse : IDisposable
{
    private readonly DuckDBConnection keepAlive;
    private readonly SemaphoreSlim writer = new(1, 1);
    private readonly string connectionString;

    static KpiWarehouse() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    private KpiWarehouse(WarehouseOptions options, TimeProvider clock, ILogger logger)
    {
        Options = options;
        Clock = clock;
        Logger = logger;
        Sql = new SqlFolder(options.SqlFolder);
        connectionString = LockDown.ConnectionString(options);
        keepAlive = new DuckDBConnection(connectionString);
    }

    public WarehouseOptions Options { get; }

    /// <summary>Rises with every published change; part of every cache key.</summary>
    public long DataVersion { get; private set; }

    /// <summary>The latest instant (UTC) that any source has told us of; the default "as of" (C8). Null while empty.</summary>
    public DateTime? DataUntil { get; private set; }

    /// <summary>False after DuckDB has invalidated the database (a full disk during a checkpoint): only a restart helps.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Why the write-ahead log had to be put aside at this start; null when it was sound.</summary>
    public string? TornLog { get; private set; }

    internal TimeProvider Clock { get; }

    internal ILogger Logger { get; }

    internal SqlFolder Sql { get; }

    /// <summary>The attached catalogue's name, for the few texts that must name it.</summary>
    internal string Catalog => Path.GetFileNameWithoutExtension(Options.DatabasePath);

    /// <summary>Where tables are, for texts that temporary views of the same names stand in front of.</summary>
    internal string Main => Catalog + ".main";

    internal ModelGraph Models { get; private set; } = null!;

    /// <exception cref="WarehouseException">The file is in use, cannot be read or a migration was edited; the message says what to do.</exception>
    public static KpiWarehouse Open(WarehouseOptions options, TimeProvider clock, ILogger logger)
    {
        foreach (var folder in (string[])[options.DataFolder, options.StagingFolder, options.TempFolder, options.BackupFolder])
            Directory.CreateDirectory(folder);

        var warehouse = new KpiWarehouse(options, clock, logger);
        try
        {
            warehouse.Start();
            return warehouse;
        }
        catch
        {
            warehouse.Dispose();
            throw;
        }
    }

    internal Session Read() => new(this, Connect(), transaction: null);

    /// <summary>One transaction on the one writer; an exception leaves everything as it was.</summary>
    internal T Write<T>(Func<Session, T> work, bool readState = true)
    {
        writer.Wait();
        try
        {
            T result;
            var connection = Connect();
            var transaction = connection.BeginTransaction();
            using (var session = new Session(this, connection, transaction))
            {
                result = work(session);
                transaction.Commit();
            }

            if (readState)
                ReadState();
            return result;
        }
        catch (DuckDBException failure)
        {
            throw Explain("commit", failure);
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>All models again from all canonical rows.</summary>
    public void RefreshEverything() => Build(session => Refresh.Everything(session, this));

    /// <summary>Work on the one writer without a transaction around all of it; what must change together says so.</summary>
    internal void Build(Action<Session> work)
    {
        writer.Wait();
        try
        {
            using (var session = Read())
                work(session);
            ReadState();
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>Moves the write-ahead log into the file, so that a torn log can cost little.</summary>
    internal void Checkpoint()
    {
        writer.Wait();
        try
        {
            using var session = Read();
            session.Run("checkpoint", "checkpoint");
        }
        finally
        {
            writer.Release();
        }
    }

    internal WarehouseException Explain(string subject, DuckDBException failure)
    {
        if (failure.Message.Contains("database has been invalidated", StringComparison.Ordinal))
        {
            IsUsable = false;
            return new WarehouseException(
                $"The database had to be shut down while working on {subject}: {failure.Message} Free disk space if it is full, then restart KpiPulse; nothing acknowledged is lost.", failure);
        }

        return new WarehouseException($"{subject}: {failure.Message}", failure);
    }

    public void Dispose()
    {
        keepAlive.Dispose();
        writer.Dispose();
    }

    private void Start()
    {
        OpenFile();
        LockDown.Apply(keepAlive, Options);
        Migrator.Migrate(this);
        Models = ModelGraph.Of(Sql.Files("models"));
        Refresh.Pending(this);
    }

    private DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(connectionString);
        connection.Open();
        LockDown.Assert(connection);
        return connection;
    }

    /// <summary>Moves the warehouse's files out of the way, under a name that says why and when.</summary>
    /// <returns>The new path of the main file.</returns>
    public static string SetAside(WarehouseOptions options, TimeProvider clock, string why)
    {
        var ending = string.Create(CultureInfo.InvariantCulture, $".{why}-{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}");
        foreach (var path in (string[])[options.DatabasePath, options.DatabasePath + ".wal"])
        {
            if (File.Exists(path))
                File.Move(path, path + ending);
        }

        return options.DatabasePath + ending;
    }

    private void OpenFile()
    {
        try
        {
            keepAlive.Open();
        }
        catch (DuckDBException failure) when (failure.Message.Contains("lock", StringComparison.OrdinalIgnoreCase))
        {
            throw new WarehouseException(
                $"{Options.DatabasePath} is in use by another process. Stop the running KpiPulse (or give this one another --data folder), then try again. ({failure.Message})", failure);
        }
        catch (DuckDBException failure) when (failure.Message.Contains("WAL", StringComparison.Ordinal) && File.Exists(Options.DatabasePath + ".wal"))
        {
            OpenWithoutLog(failure);
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
    private void OpenWithoutLog(DuckDBException failure)
    {
        var log = Options.DatabasePath + ".wal";
        File.Move(log, string.Create(CultureInfo.InvariantCulture, $"{log}.corrupt-{Clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}"));
        TornLog = failure.Message;
        try
        {
            keepAlive.Open();
        }
        catch (DuckDBException second)
        {
            throw Unreadable(second);
        }
    }

    private WarehouseException Unreadable(DuckDBException failure) => new(
        $"{Options.DatabasePath} cannot be opened: {failure.Message} The archive of received files is the source of truth: run `kpipulse rebuild` to make the warehouse again from it.", failure)
    {
        IsUnreadable = true,
    };

    private void ReadState()
    {
        using var session = Read();
        var state = session.Query<WarehouseState>("warehouse_state")[0];
        DataVersion = state.DataVersion;
        DataUntil = state.DataUntil;
    }

    private sealed record WarehouseState(long DataVersion, DateTime? DataUntil);
}
