using System.Diagnostics;
using System.Globalization;

namespace KpiPulse.Warehouse.Landing;

/// <param name="State">Refused when more records were rejected than the profile allows.</param>
internal sealed record LandingOutcome(FileState State, string? Reason, Accounts Accounts, IReadOnlyDictionary<string, long> Targets);

/// <summary>One file, one transaction: records → canonical rows, rejected rows, ledger line, refreshed models. All of it or nothing.</summary>
internal sealed class FileLanding(KpiWarehouse warehouse, ReceivedFile file, LandingPlan plan)
{
    public LandingOutcome Land(StagedFile staged, RecordLayout layout)
    {
        var watch = Stopwatch.StartNew();
        return warehouse.Write(session =>
        {
            var landed = LandedRecords.Of(staged.ReadCsv(), staged, plan, warehouse.Clock.GetUtcNow().UtcDateTime);
            session.Run($"{file.FileName} (landing)", landed.CreateSql);
            var audit = Audit.Of(session, file, staged, layout, landed);

            Ledger.Forget(session, file.Sha256);
            var fileId = Ledger.NextFileId(session);
            Ledger.Reject(session, fileId, audit.Rejected);

            var refusal = Refusal(audit);
            var accounts = new Accounts(audit.Offered, audit.Offered - audit.RejectedCount, 0, audit.RejectedCount);
            var targets = new Dictionary<string, long>(StringComparer.Ordinal);
            if (refusal is not null)
                accounts = accounts with { Loaded = 0, Rejected = audit.Offered };
            else
                accounts = accounts with { Updated = Merge(session, audit, fileId, layout, targets) };

            var state = refusal is null ? FileState.Loaded : FileState.Refused;
            Ledger.Enter(session, fileId, file, new LedgerLine(plan.Source, state, refusal, accounts, targets, watch.Elapsed.TotalSeconds, warehouse.Clock.GetUtcNow().UtcDateTime));
            if (state == FileState.Loaded)
                AfterLanding.Note(session, warehouse, plan, targets);
            return new LandingOutcome(state, refusal, accounts, targets);
        });
    }

    private long Merge(Session session, Audit audit, int fileId, RecordLayout layout, Dictionary<string, long> targets)
    {
        session.Run("landing", "create or replace temp table touched_rows (source_system varchar, ticket_id varchar); create or replace temp table replacing_records (record bigint)");
        var arrival = new Arrival(fileId, $"timestamp '{file.ReceivedAt.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'", audit.FirstRowId, layout.FirstLine, audit.HasShifts);
        foreach (var table in plan.Targets.Select(target => target.Table).Distinct().OrderBy(table => CanonicalTables.Position(table)))
            targets[table.Name] = new CanonicalMerge(session, table, plan, arrival).Apply();
        return session.Ask<long>("landing", "select count(distinct record) from replacing_records")[0];
    }

    private string? Refusal(Audit audit) => audit.RejectedCount > plan.MaxRejectedShare * audit.Offered
        ? string.Create(CultureInfo.InvariantCulture,
            $"{audit.RejectedCount} of {audit.Offered} records would be rejected, more than the {plan.MaxRejectedShare:P1} that the profile '{plan.Source.SourceId}' allows, so nothing was loaded. First: line {audit.Rejected[0].LineNo}, {Named(audit.Rejected[0].ColumnName)}{audit.Rejected[0].Reason}. Mend the export or the profile, then drop the file again.")
        : null;

    private static string Named(string? column) => string.IsNullOrEmpty(column) ? "" : $"column '{column}' ";
}
