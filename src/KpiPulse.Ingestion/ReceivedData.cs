using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <summary>What was received, what was refused, and how fresh it is: the Data page's reader.</summary>
public sealed class ReceivedData(KpiWarehouse warehouse)
{
    private const int ReasonsShown = 50;

    private readonly KeptReadings<string, object> known = new();

    public ReceivedTotals Totals => Read<ReceivedTotals>("received_totals")[0];

    public IReadOnlyList<ReceivedFileRow> Files(FileKind kind, int limit, int offset = 0) => Read<ReceivedFileRow>("received_files", new { limit, offset }, new SqlSlots().Set("which", kind switch
    {
        FileKind.Refused => "and state = 'refused'",
        FileKind.WithRejects => "and state = 'loaded' and rejected > 0",
        _ => "",
    }));

    /// <summary>What came and has no line in the ledger: known contents, links.</summary>
    public IReadOnlyList<TurnedAwayRow> TurnedAway(int limit) => Read<TurnedAwayRow>("turned_away", new { limit });

    /// <summary>What is derived from histories beside what the sources say themselves, per week of creation (I7).</summary>
    public IReadOnlyList<Reconciliation> Reconciliation(DateOnly from) => Read<Reconciliation>("reconciliation", new { from });

    public IReadOnlyList<RejectReason> RejectReasons() => Read<RejectReason>("reject_reasons", new { limit = ReasonsShown });

    public ReceivedFileRow? File(int fileId)
    {
        using var session = warehouse.Read();
        return FileOf(session, fileId);
    }

    public IReadOnlyList<FileTarget> Targets(int fileId) => Read<FileTarget>("received_file_targets", new { file_id = fileId });

    public IReadOnlyList<RejectedRowOfFile> RejectedRows(int fileId, int limit, int offset) => Read<RejectedRowOfFile>("rejected_rows", new { file_id = fileId, limit, offset });

    /// <summary>Rejected rows that are kept; of a refused file those with a fault of their own.</summary>
    public long RejectedRowCount(int fileId) => Read<long>("rejected_row_count", new { file_id = fileId })[0];

    public IReadOnlyList<SourceFreshness> Freshness() => Known<SourceFreshness>("source_freshness");

    public IReadOnlyList<TimeFlag> Flags() => Known<TimeFlag>("time_flags");

    public IReadOnlyList<WaitingRows> Waiting() => Read<WaitingRows>("waiting_rows");

    internal static ReceivedFileRow? FileOf(Session session, int fileId) =>
        session.Query<ReceivedFileRow>("received_files", new { file_id = fileId, limit = 1, offset = 0 }, new SqlSlots().Set("which", "and file_id = $file_id")) is [var file] ? file : null;

    /// <summary>What has to read all that was ever received: once for all readers, until something is written.</summary>
    private IReadOnlyList<T> Known<T>(string query) => (IReadOnlyList<T>)known.Get(query, warehouse.Edition, () => Read<T>(query));

    private IReadOnlyList<T> Read<T>(string query, object? arguments = null, SqlSlots? slots = null)
    {
        using var session = warehouse.Read();
        return session.Query<T>(query, arguments, slots);
    }
}

public enum FileKind
{
    All,
    Refused,

    /// <summary>Loaded, but not every row.</summary>
    WithRejects,
}

public sealed record ReceivedTotals(long Files, long Refused, long WithRejects, long Offered, long Loaded, long Rejected);

/// <param name="ReceivedAt">UTC.</param>
/// <param name="State">loaded | refused.</param>
public sealed record ReceivedFileRow(
    int FileId, string FileName, string Sha256, string? SourceId, DateTime ReceivedAt, string State, string? Reason, long Offered, long Loaded, long Updated, long Rejected, long Waiting, double Seconds);

/// <param name="FileId">The file whose content it repeats; null for what was not opened.</param>
public sealed record TurnedAwayRow(DateTime CameAt, string FileName, string Reason, int? FileId);

/// <summary>Tickets of one week of which the source tells a quantity that we derive too.</summary>
/// <param name="Quantity">first reply | solved | reopens.</param>
public sealed record Reconciliation(string SourceSystem, string Quantity, DateOnly WeekStart, long Compared, long Differing)
{
    private const double Tolerated = 0.01;

    /// <summary>More than the contract tolerates (I7).</summary>
    public bool IsAlarming => Differing > Tolerated * Compared;
}

/// <param name="RowCount">Rows written; what was known already is not written again.</param>
public sealed record FileTarget(string Target, long RowCount);

public sealed record RejectReason(string? SourceId, string? ColumnName, string Reason, long RowCount, long FileCount);

public sealed record RejectedRowOfFile(long LineNo, string? ColumnName, string Reason, string? Value, string? RowText);

/// <summary>One kind of rows of one source; instants are UTC.</summary>
public sealed record SourceFreshness(string SourceSystem, string Kind, long RowCount, DateTime? FirstAt, DateTime? LastAt);

/// <summary>Rows that count as soon as something else comes: their ticket (I4) or a look-up.</summary>
public sealed record WaitingRows(string RowsOf, string SourceSystem, string WaitsFor, long RowCount);

public sealed record TimeFlag(string SourceSystem, string Flag, long RowCount);
