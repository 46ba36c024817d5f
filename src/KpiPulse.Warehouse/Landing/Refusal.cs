namespace KpiPulse.Warehouse.Landing;

/// <summary>A ledger line for a file that could not be landed at all.</summary>
internal static class Refusal
{
    public static void Enter(KpiWarehouse warehouse, ReceivedFile file, SourceFacts? source, string reason, double seconds) => warehouse.Write(session =>
    {
        var fileId = Ledger.Forget(session, file.Sha256)?.FileId ?? Ledger.NextFileId(session);
        var line = new LedgerLine(source, FileState.Refused, reason, Accounts.Nothing, new Dictionary<string, long>(), seconds, warehouse.Clock.GetUtcNow().UtcDateTime);
        Ledger.Enter(session, fileId, file, line);
        return 0;
    });
}
