using System.Diagnostics;
using System.Globalization;

namespace KpiPulse.Warehouse.Landing;

/// <param name="State">Refused when more records were rejected than the profile allows.</param>
internal sealed record LandingOutcome(FileState State, string? Reason, Accounts Accounts, IReadOnlyDictionary<string, long> Targets);

/// <summary>One file, one transaction: records → canonical rows, rejected rows, ledger line. All of it or nothing; a file that was landed before is taken back first.</summary>
internal sealed class FileLanding(KpiWarehouse warehouse, ReceivedFile file, LandingPlan plan)
{
    /// <summary>Called once, with what tells how far the reading has come.</summary>
    public Action<Func<double?>>? Watch { get; init; }

    public LandingOutcome Land(StagedFile staged, RecordLayout layout)
    {
        var watch = Stopwatch.StartNew();
        LandedRecords landed = null!;
        return warehouse.Write(beforehand: session =>
        {
            landed = LandedRecords.Of(LookUps.Join(session, staged.ReadCsv(), plan), staged, plan, warehouse.Clock.GetUtcNow().UtcDateTime);
            Watch?.Invoke(() => session.Progress);
            session.Run($"{file.FileName} (landing)", landed.CreateSql);
        }, work: session =>
        {
            var audit = Audit.Of(session, file, staged, layout, landed);

            var earlier = Ledger.Forget(session, file.Sha256);
            var fileId = earlier?.FileId ?? Ledger.NextFileId(session);
            Ledger.Reject(session, fileId, audit.Rejected);

            var refusal = Refusal(audit);
            if (refusal is not null && earlier?.State == "loaded")
                throw new WarehouseException(refusal);

            session.Run("landing", "create or replace temp table touched_rows (source_system varchar, ticket_id varchar); create or replace temp table replacing_records (record bigint); create or replace temp table changed_look_ups (look_up varchar)");
            var withdrawn = earlier is null ? Nothing : Withdrawal.Of(session, fileId);
            var accounts = new Accounts(audit.Offered, audit.Offered - audit.RejectedCount, 0, audit.RejectedCount);
            var targets = new Dictionary<string, long>(StringComparer.Ordinal);
            if (refusal is not null)
                accounts = accounts with { Loaded = 0, Rejected = audit.Offered };
            else
                accounts = accounts with { Updated = Merge(session, audit, fileId, layout, targets), Waiting = LookUps.Waiting(session, plan), Ambiguous = Ambiguous(session) };

            var state = refusal is null ? FileState.Loaded : FileState.Refused;
            var remark = refusal ?? (earlier is { Updated: > 0 } ? Dropped(session, fileId, withdrawn) : null);
            Ledger.Enter(session, fileId, file, new LedgerLine(plan.Source, state, remark, accounts, targets, watch.Elapsed.TotalSeconds, warehouse.Clock.GetUtcNow().UtcDateTime));
            if (state == FileState.Loaded)
            {
                LandingClaims.Assert(session, warehouse, targets);
                IReadOnlyList<string> changed = [.. targets.Where(target => target.Value > 0).Select(target => target.Key), .. withdrawn.Keys];
                LookUps.Note(session, fileId, plan, changed);
                AfterLanding.Note(session, warehouse, plan, changed);
            }

            return new LandingOutcome(state, remark, accounts, targets);
        });
    }

    private long Merge(Session session, Audit audit, int fileId, RecordLayout layout, Dictionary<string, long> targets)
    {
        var arrival = new Arrival(fileId, SqlSlots.Literal(file.ReceivedAt), audit.FirstRowId, layout.FirstLine, audit.HasShifts);
        foreach (var table in plan.Targets.Select(target => target.Table).Distinct().OrderBy(table => CanonicalTables.Position(table)))
            targets[table.Name] = new CanonicalMerge(session, table, plan, arrival).Apply();
        return session.Ask<long>("landing", "select count(distinct record) from replacing_records")[0];
    }

    private long Ambiguous(Session session) => LandedRecords.AmbiguousTimes(plan).Count == 0 ? 0 : session.Ask<long>("landed", "select count(*) from landed where problem is null and ambiguous")[0];

    /// <summary>A row that replaced an older one and is not given any more: the older one is in no table, only in the archive.</summary>
    private static string? Dropped(Session session, int fileId, IReadOnlyDictionary<string, long> withdrawn)
    {
        var dropped = withdrawn.Sum(table => Math.Max(0, table.Value - session.Ask<long>(table.Key, $"select count(*) from {table.Key} where file_id = $fileId", new { fileId })[0]));
        return dropped == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{dropped} rows that this file gave before are gone. Where they had replaced older rows of other files, `kpipulse rebuild` brings those back.");
    }

    private static readonly Dictionary<string, long> Nothing = [];

    private string? Refusal(Audit audit) => audit.RejectedCount > plan.MaxRejectedShare * audit.Offered
        ? string.Create(CultureInfo.InvariantCulture,
            $"{audit.RejectedCount} of {audit.Offered} records would be rejected, more than the {plan.MaxRejectedShare:P1} that the profile '{plan.Source.SourceId}' allows, so nothing was loaded. First: line {audit.Rejected[0].LineNo}, {Named(audit.Rejected[0].ColumnName)}{audit.Rejected[0].Reason}. Mend the export or the profile, then drop the file again.")
        : null;

    private static string Named(string? column) => string.IsNullOrEmpty(column) ? "" : $"column '{column}' ";
}
