using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <summary>What was received, what was refused, and how fresh it is: the Data page's reader.</summary>
public sealed class ReceivedData(KpiWarehouse warehouse)
{
    private const int ReasonsShown = 50;

    public ReceivedTotals Totals => Read<ReceivedTotals>("received_totals")[0];

    public IReadOnlyList<ReceivedFileRow> Files(int limit) => Read<ReceivedFileRow>("received_files", new { limit });

    public IReadOnlyList<RejectReason> RejectReasons() => Read<RejectReason>("reject_reasons", new { limit = ReasonsShown });

    public ReceivedFileRow? File(int fileId) => Read<ReceivedFileRow>("received_file", new { file_id = fileId }) is [var file, ..] ? file : null;

    public IReadOnlyList<FileTarget> Targets(int fileId) => Read<FileTarget>("received_file_targets", new { file_id = fileId });

    public IReadOnlyList<RejectedRowOfFile> RejectedRows(int fileId, int limit, int offset) => Read<RejectedRowOfFile>("rejected_rows", new { file_id = fileId, limit, offset });

    /// <summary>Rejected rows that are kept; of a refused file those with a fault of their own.</summary>
    public long RejectedRowCount(int fileId) => Read<long>("rejected_row_count", new { file_id = fileId })[0];

    public IReadOnlyList<SourceFreshness> Freshness() => Read<SourceFreshness>("source_freshness");

    public IReadOnlyList<TimeFlag> Flags() => Read<TimeFlag>("time_flags");

    public IReadOnlyList<WaitingRows> Waiting() => Read<WaitingRows>("waiting_rows");

    private IReadOnlyList<T> Read<T>(string query, object? arguments = null)
    {
        using var session = warehouse.Read();
        return session.Query<T>(query, arguments);
    }
}

public sealed record ReceivedTotals(long Files, long Refused, long Offered, long Loaded, long Rejected);

/// <param name="ReceivedAt">UTC.</param>
/// <param name="State">loaded | refused.</param>
public sealed record ReceivedFileRow(
    int FileId, string FileName, string Sha256, string? SourceId, DateTime ReceivedAt, string State, string? Reason, long Offered, long Loaded, long Updated, long Rejected, double Seconds);

/// <param name="RowCount">Rows written; what was known already is not written again.</param>
public sealed record FileTarget(string Target, long RowCount);

public sealed record RejectReason(string? SourceId, string? ColumnName, string Reason, long RowCount, long FileCount);

public sealed record RejectedRowOfFile(long LineNo, string? ColumnName, string Reason, string? Value, string? RowText);

/// <summary>One kind of rows of one source; instants are UTC.</summary>
public sealed record SourceFreshness(string SourceSystem, string Kind, long RowCount, DateTime? FirstAt, DateTime? LastAt);

/// <summary>Rows that count as soon as something else comes: their ticket (I4) or a look-up.</summary>
public sealed record WaitingRows(string RowsOf, string SourceSystem, string WaitsFor, long RowCount);

public sealed record TimeFlag(string SourceSystem, string Flag, long RowCount);
