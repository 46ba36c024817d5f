using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <summary>What was received, what was refused, and how fresh it is: the Data page's reader.</summary>
public sealed class ReceivedData(KpiWarehouse warehouse)
{
    private const int ReasonsShown = 50;

    public ReceivedTotals Totals => Read<ReceivedTotals>("received_totals")[0];

    public IReadOnlyList<ReceivedFileRow> Files(int limit) => Read<ReceivedFileRow>("received_files", new { limit });

    public IReadOnlyList<RejectReason> RejectReasons() => Read<RejectReason>("reject_reasons", new { limit = ReasonsShown });

    public IReadOnlyList<RejectedRowOfFile> RejectedRows(int fileId, int limit) => Read<RejectedRowOfFile>("rejected_rows", new { file_id = fileId, limit });

    public IReadOnlyList<SourceFreshness> Freshness() => Read<SourceFreshness>("source_freshness");

    public IReadOnlyList<TimeFlag> Flags() => Read<TimeFlag>("time_flags");

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

public sealed record RejectReason(string? SourceId, string? ColumnName, string Reason, long RowCount, long FileCount);

public sealed record RejectedRowOfFile(long LineNo, string? ColumnName, string Reason, string? Value, string? RowText);

/// <summary>One kind of rows of one source; instants are UTC.</summary>
public sealed record SourceFreshness(string SourceSystem, string Kind, long RowCount, DateTime? FirstAt, DateTime? LastAt);

public sealed record TimeFlag(string SourceSystem, string Flag, long RowCount);
