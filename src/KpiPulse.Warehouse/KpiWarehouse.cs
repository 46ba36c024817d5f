using System.ComponentModel.DataAnnotations;
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
    private readonly DatabaseFile file;
    private readonly DuckDBConnection keepAlive;
    private readonly SemaphoreSlim writer = new(1, 1);
    private readonly SemaphoreSlim aside = new(1, 1);
    private readonly Lock checkpoints = new();
    private readonly string connectionString;
    private long edition;
    private volatile WarehouseState state = new(0, null, DayVersions.AllOf(0));

    static KpiWarehouse() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    private KpiWarehouse(WarehouseOptions options, TimeProvider clock, ILogger logger)
    {
        Options = options;
        Clock = clock;
        Logger = logger;
        Sql = new SqlFolder(options.SqlFolder);
        file = new DatabaseFile(options, clock);
        connectionString = LockDown.ConnectionString(options, options.OpenedPath) + (options.IsReadOnly ? ";access_mode=READ_ONLY" : "");
        keepAlive = new DuckDBConnection(connectionString);
    }

    public WarehouseOptions Options { get; }

    /// <summary>Rises with every published change; part of every cache key.</summary>
    public long DataVersion => state.DataVersion;

    /// <summary>Rises with every commit that pages show, also of what people write: a copy taken at an older one lacks something.</summary>
    public long Edition => Interlocked.Read(ref edition);

    /// <summary>The latest instant (UTC) that any source has told us of; the default "as of" (C8). Null while empty.</summary>
    public DateTime? DataUntil => state.DataUntil;

    /// <summary>What was published last, read at once: its parts belong together.</summary>
    internal WarehouseState State => state;

    /// <summary>Set by the one writer before it publishes: the only sums that the next data version changes. Null: any of them.</summary>
    internal IReadOnlyCollection<MetricDay>? ChangedDays { get; set; }

    /// <summary>False after DuckDB has invalidated the database (a full disk during a checkpoint): only a restart helps.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Why the write-ahead log had to be put aside at this start; null when it was sound.</summary>
    public string? TornLog { get; private set; }

    internal TimeProvider Clock { get; }

    internal ILogger Logger { get; }

    internal SqlFolder Sql { get; }

    internal const string AttachedAs = "warehouse";

    /// <summary>The catalogue's name, for the few texts that must name it.</summary>
    internal string Catalog => Options.AttachedPath is null ? Path.GetFileNameWithoutExtension(Options.DatabasePath) : AttachedAs;

    /// <summary>Where tables are, for texts that temporary views of the same names stand in front of.</summary>
    internal string Main => Catalog + ".main";

    internal ModelGraph Models { get; private set; } = null!;

    /// <summary>Macros and views in the file are those of this program's models: they name what they read, so that a rebuild need not make them again.</summary>
    internal bool HasViews { get; set; }

    /// <exception cref="WarehouseException">The file is in use, cannot be read or a migration was edited; the message says what to do.</exception>
    public static KpiWarehouse Open(WarehouseOptions options, TimeProvider clock, ILogger logger)
    {
        List<ValidationResult> faults = [];
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
            throw new WarehouseException(string.Join(" ", faults.Select(fault => fault.ErrorMessage)));

        options.CreateDataFolder();
        foreach (var folder in (string[])[options.StagingFolder, options.TempFolder, options.BackupFolder])
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
    /// <param name="beforehand">Temporary tables that the work reads: of what a transaction has made itself, DuckDB reads with one thread only.</param>
    internal T Write<T>(Func<Session, T> work, bool readState = true, Action<Session>? beforehand = null)
    {
        MustBeWritable();
        writer.Wait();
        try
        {
            T result;
            ChangedDays = null;
            var connection = Connect();
            Prepare(connection, beforehand);
            var transaction = connection.BeginTransaction();
            using (var session = new Session(this, connection, transaction))
            {
                result = work(session);
                transaction.Commit();
            }

            Interlocked.Increment(ref edition);
            if (readState)
                ReadState();
            KeepLogShort();
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

    private void Prepare(DuckDBConnection connection, Action<Session>? beforehand)
    {
        try
        {
            beforehand?.Invoke(new Session(this, connection, transaction: null));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One transaction for tables that no file lands in and no model reads: who may sign in, what people did. It does not wait for a load,
    /// so that nobody stands at the door while one runs.
    /// </summary>
    /// <param name="isShown">False for what only its own page shows, which is not part of a copy's promise: the audit log.</param>
    internal T WriteAside<T>(Func<Session, T> work, bool isShown = true)
    {
        MustBeWritable();
        aside.Wait();
        try
        {
            var connection = Connect();
            var transaction = connection.BeginTransaction();
            using var session = new Session(this, connection, transaction);
            var result = work(session);
            transaction.Commit();
            if (isShown)
                Interlocked.Increment(ref edition);
            return result;
        }
        catch (DuckDBException failure)
        {
            throw Explain("commit", failure);
        }
        finally
        {
            aside.Release();
        }
    }

    /// <summary>All models again from all canonical rows.</summary>
    public void RefreshEverything() => Build(session => Refresh.Everything(session, this));

    /// <summary>Work on the one writer without a transaction around all of it; what must change together says so.</summary>
    internal void Build(Action<Session> work)
    {
        MustBeWritable();
        writer.Wait();
        try
        {
            ChangedDays = null;
            using (var session = Read())
                work(session);
            var before = DataVersion;
            ReadState();
            if (DataVersion != before)
                Interlocked.Increment(ref edition);
            KeepLogShort();
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>Moves the write-ahead log into the file, so that a torn log can cost little.</summary>
    /// <param name="packs">Half-filled row groups too, a few.</param>
    internal void Checkpoint(bool packs = false)
    {
        writer.Wait();
        try
        {
            CheckpointIfThereIsRoom(packs && file.IsLogOfSmallBatch ? 1 : 0);
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>For whoever has the writer, between two statements of a long build.</summary>
    internal void KeepLogShort()
    {
        if (file.IsLogLong)
            CheckpointIfThereIsRoom();
    }

    /// <summary>Beside everything else, but for checkpoints: those wait.</summary>
    internal void CopyFiles(string path)
    {
        // Unless somebody writes, the log goes into the file first: else every copy would have to take it in.
        if (writer.Wait(TimeSpan.Zero))
        {
            try
            {
                CheckpointIfThereIsRoom();
            }
            finally
            {
                writer.Release();
            }
        }

        lock (checkpoints)
            file.CopyTo(path);
    }

    /// <summary>A checkpoint that breaks off takes the database down (measured), a log that waits costs nothing.</summary>
    private void CheckpointIfThereIsRoom(int merges = 0)
    {
        if (file.LogBytes == 0 || !file.HasRoomForCheckpoint)
            return;

        // Not while somebody writes beside: a checkpoint wants to be alone.
        aside.Wait();
        try
        {
            using var session = Read();
            lock (checkpoints)
                session.Run("checkpoint", string.Create(CultureInfo.InvariantCulture, $"set global {DatabaseFile.Packing} = {merges}; checkpoint; set global {DatabaseFile.Packing} = 0;"));
        }
        catch (WarehouseException failure) when (failure.Message.Contains("other write transactions active", StringComparison.Ordinal))
        {
            // A backup is being written. The log waits for the next run, which costs nothing.
        }
        finally
        {
            aside.Release();
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
        file.Dispose();
        writer.Dispose();
        aside.Dispose();
        if (Options.IsReadOnly && Directory.Exists(Options.TempFolder))
            Directory.Delete(Options.TempFolder, recursive: true);
    }

    private void Start()
    {
        TornLog = file.Open(keepAlive);
        LockDown.Apply(keepAlive, Options);
        LockDownProof.Assert(keepAlive, Options);
        Models = ModelGraph.Of(Sql.Files("models"));
        if (Options.IsReadOnly)
        {
            AssertOurs();
            ReadState();
            return;
        }

        Migrator.Migrate(this);
        HasViews = Refresh.IsBuilt(this);
        Refresh.Pending(this);
    }

    /// <summary>A copy is read as it is, so it must be what this program would have made.</summary>
    private void AssertOurs()
    {
        using var session = Read();
        if (!Migrator.HasRun(session, this) || Refresh.IsOfOtherModels(session, this))
            throw new WarehouseException($"{Options.DatabasePath} was published by another version of KpiPulse, or with other models or another reporting zone. Run the same version on the ingesting node and on read-only ones.");
    }

    private void MustBeWritable()
    {
        if (Options.IsReadOnly)
            throw new WarehouseException($"{Options.DatabasePath} is a published copy, and nothing is written to it. Do this on the ingesting node.") { IsReadOnly = true };
    }

    private DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(connectionString);
        try
        {
            connection.Open();
            if (Options.AttachedPath is not null)
                LockDown.Execute(connection, $"use {AttachedAs}");
            LockDown.Assert(connection);
            return connection;
        }
        catch (DuckDBException failure)
        {
            connection.Dispose();
            throw Explain("a connection", failure);
        }
    }

    private void ReadState()
    {
        using var session = Read();
        var published = Published(session);
        var before = state;
        var isOneStep = published.DataVersion == before.DataVersion + 1;
        state = new WarehouseState(published.DataVersion, published.DataUntil,
            published.DataVersion == before.DataVersion ? before.Days
            : isOneStep && ChangedDays is { } days ? before.Days.With(days, published.DataVersion)
            : DayVersions.AllOf(published.DataVersion));
        ChangedDays = null;
    }

    /// <summary>What belongs to the rows that this transaction sees.</summary>
    internal static PublishedState Published(Session session) => session.Query<PublishedState>("warehouse_state")[0];

    internal sealed record PublishedState(long DataVersion, DateTime? DataUntil);
}
