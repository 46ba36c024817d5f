namespace KpiPulse.Warehouse.Landing;

internal enum FileState
{
    Loaded,
    Refused,
}

internal sealed record LedgerEntry(int FileId, string State, string? SourceId, long Updated);

/// <summary>One row per file content, written in the transaction that lands it.</summary>
internal static class Ledger
{
    /// <summary>More than this many rejected rows of one file are counted, not kept.</summary>
    public const int RejectedRowsKept = 100_000;

    public static LedgerEntry? Find(Session session, string sha256) =>
        session.Ask<LedgerEntry>("received_files", "select file_id, state, source_id, updated from received_files where sha256 = $sha256", new { sha256 }) is [var entry, ..] ? entry : null;

    public static int NextFileId(Session session) => session.Ask<int>("received_files", "select cast(coalesce(max(file_id), 0) + 1 as integer) from received_files")[0];

    /// <summary>A content that is offered again is judged anew, and keeps its number.</summary>
    public static LedgerEntry? Forget(Session session, string sha256)
    {
        if (Find(session, sha256) is not { } entry)
            return null;

        foreach (var table in (string[])["received_files", "received_file_targets", "received_file_look_ups", "rejected_rows"])
            session.Run(table, $"delete from {table} where file_id = $id", new { id = entry.FileId });
        return entry;
    }

    public static void Enter(Session session, int fileId, ReceivedFile file, LedgerLine line)
    {
        session.Run("received_files", """
            insert into received_files (file_id, sha256, file_name, bytes, received_at, source_id, profile_sha256, state, reason, offered, loaded, updated, rejected, waiting, ambiguous, seconds, settled_at)
            values ($fileId, $sha256, $fileName, $bytes, $receivedAt, $sourceId, $profile, $state, $reason, $offered, $loaded, $updated, $rejected, $waiting, $ambiguous, $seconds, $settledAt)
            """, new
        {
            fileId,
            sha256 = file.Sha256,
            fileName = file.FileName,
            bytes = file.Bytes,
            receivedAt = file.ReceivedAt,
            sourceId = line.Source?.SourceId,
            profile = line.Source?.ProfileSha256,
            state = line.State == FileState.Loaded ? "loaded" : "refused",
            reason = line.Reason,
            offered = line.Accounts.Offered,
            loaded = line.Accounts.Loaded,
            updated = line.Accounts.Updated,
            rejected = line.Accounts.Rejected,
            waiting = line.Accounts.Waiting,
            ambiguous = line.Accounts.Ambiguous,
            seconds = line.Seconds,
            settledAt = line.SettledAt,
        });
        foreach (var (target, rows) in line.Targets)
            session.Run("received_file_targets", "insert into received_file_targets values ($fileId, $target, $rows)", new { fileId, target, rows });
    }

    public static void Reject(Session session, int fileId, IEnumerable<RejectedRow> rows)
    {
        using var appender = session.Connection.CreateAppender("rejected_rows");
        foreach (var row in rows)
            appender.CreateRow().AppendValue(fileId).AppendValue(row.LineNo).AppendValue(row.ColumnName).AppendValue(row.Reason).AppendValue(row.Value).AppendValue(row.RowText).EndRow();
    }
}

/// <param name="Source">Null when no profile took the file.</param>
internal sealed record LedgerLine(SourceFacts? Source, FileState State, string? Reason, Accounts Accounts, IReadOnlyDictionary<string, long> Targets, double Seconds, DateTime SettledAt);
