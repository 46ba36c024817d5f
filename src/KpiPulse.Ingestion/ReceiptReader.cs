using KpiPulse.Ingestion.Profiles;
using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

public sealed record ReceivedFileRow(
    int FileId, string Sha256, string FileName, long Bytes, DateTime ReceivedAt, string? SourceId, string State, string? Reason,
    long Offered, long Loaded, long Updated, long Rejected, double Seconds);

public sealed record RejectReasonRow(int FileId, string FileName, string? ColumnName, string Reason, long RowCount, long FirstLine, string? Example);

public sealed record RejectedRowLine(long LineNo, string? ColumnName, string Reason, string? Value, string? RowText);

public sealed record SourceFreshnessRow(string SourceId, DateTime ReceivedAt, long LoadedFiles, long RefusedFiles, long LoadedRows, long RejectedRows);

/// <summary>Rows of a table whose ticket has not arrived yet.</summary>
public sealed record WaitingRows(string TableName, string SourceSystem, long RowCount);

/// <param name="Problem">Why the profile cannot be used; null when it can.</param>
public sealed record SourceProfileRow(string Id, string? Title, string? Path, bool IsShipped, string? SlaBasis, string? TimeZone, IReadOnlyList<string> Names, IReadOnlyList<string> Tables, string? Problem);

/// <summary>What was received and what became of it, for the Data page and the command line.</summary>
public sealed class ReceiptReader(KpiWarehouse warehouse)
{
    public IReadOnlyList<ReceivedFileRow> Files(int limit = 200) => Read(session => session.Query<ReceivedFileRow>("received_files", new { limit }));

    public IReadOnlyList<RejectReasonRow> RejectsByReason(int limit = 200) => Read(session => session.Query<RejectReasonRow>("rejects_by_reason", new { limit }));

    public IReadOnlyList<RejectedRowLine> RejectedRows(int fileId, int limit = 100, int offset = 0) =>
        Read(session => session.Query<RejectedRowLine>("rejected_rows", new { file_id = fileId, limit, offset }));

    public IReadOnlyList<SourceFreshnessRow> Freshness() => Read(session => session.Query<SourceFreshnessRow>("source_freshness"));

    public IReadOnlyList<WaitingRows> Waiting() => Read(session => session.Query<WaitingRows>("waiting_rows"));

    public IReadOnlyList<SourceProfileRow> Profiles()
    {
        var folders = new DataFolders(warehouse.Options);
        var profiles = SourceProfiles.Load(folders.ShippedProfiles, folders.OwnProfiles);
        return
        [
            .. profiles.All.Select(profile => new SourceProfileRow(profile.Id, profile.File.Title, profile.Path, profile.IsShipped, profile.File.SlaBasis, profile.File.TimeZone,
                profile.File.Takes.Name, [.. profile.File.Targets.Select(target => target.Table).Distinct()], null)),
            .. profiles.Faults.Select(fault => new SourceProfileRow("?", null, null, false, null, null, [], [], fault)),
        ];
    }

    private IReadOnlyList<T> Read<T>(Func<Session, IReadOnlyList<T>> question)
    {
        using var session = warehouse.Read();
        return question(session);
    }
}
