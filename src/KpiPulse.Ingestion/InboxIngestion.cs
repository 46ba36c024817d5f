using System.Diagnostics;
using KpiPulse.Ingestion.Formats;
using KpiPulse.Ingestion.Profiles;
using KpiPulse.Warehouse;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion;

/// <summary>
/// An export's whole way: archived for good, recognised, staged, landed in one transaction, accounted for. Whatever happens in between,
/// the file is either wholly in the warehouse or still in the archive, to be taken at the next start.
/// </summary>
public sealed class InboxIngestion : IDisposable
{
    private readonly KpiWarehouse warehouse;
    private readonly DataFolders folders;
    private readonly Archive archive;
    private readonly Staging staging;
    private readonly Inbox inbox;
    private readonly Expectations expectations;
    private readonly SemaphoreSlim oneRun = new(1, 1);

    public InboxIngestion(KpiWarehouse warehouse)
    {
        this.warehouse = warehouse;
        folders = new DataFolders(warehouse.Options);
        folders.Create();
        archive = new Archive(folders.Archive, warehouse.Clock);
        staging = new Staging(folders.Staging);
        inbox = new Inbox(folders, warehouse.Clock);
        expectations = new Expectations(warehouse);
    }

    /// <summary>What the run in hand is doing just now.</summary>
    public Loading Loading { get; } = new();

    /// <summary>Files or folders, now.</summary>
    public IngestionRun Ingest(IReadOnlyList<string> paths, string? source = null, IProgress<string>? progress = null, CancellationToken cancellation = default) =>
        Run(profiles => FilesOf(paths).Select(path => Take(path, source, profiles)), progress, cancellation);

    /// <summary>What lies complete in the drop folder. Taken files leave it: into the archive, refused ones also into <c>refused/</c>.</summary>
    public IngestionRun IngestInbox(CancellationToken cancellation = default) =>
        Run(profiles => inbox.CompleteFiles().Select(drop => inbox.Settle(drop, Take(drop.Path, source: null, profiles))), progress: null, cancellation);

    /// <summary>At start: files that were archived but never landed, because the process died in between.</summary>
    public IngestionRun CatchUp(IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        staging.Sweep();
        return Run(profiles => archive.InOrderOfArrival().Where(file => Known(file) is null).Select(file => Again(file, profiles)), progress, cancellation);
    }

    /// <summary>A received file once more, under the present profiles: what it gave before is replaced, unless it is refused now.</summary>
    public IngestedFile Replay(int fileId) => Run(profiles => [Again(fileId, profiles)], progress: null, CancellationToken.None).Files[0];

    /// <summary>The warehouse again from the archive, in the order of arrival.</summary>
    /// <exception cref="WarehouseException">A loaded file is not in the archive: rebuilding would lose it.</exception>
    public IngestionRun Rebuild(IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        using (var session = warehouse.Read())
        {
            var lost = session.Query<ReceivedContent>("received_contents").Where(file => file.State == "loaded" && !(archive.Find(file.Sha256) is { } kept && File.Exists(kept.Path)))
                .Select(file => $"{file.Sha256} ({file.FileName})").ToList();
            if (lost.Count > 0)
                throw new WarehouseException($"{lost.Count} loaded files are not in the archive, so a rebuild would lose them: {string.Join(", ", lost.Take(5))}. Put them back from a backup of {folders.Archive}; nothing was changed.");
        }

        Emptying.Empty(warehouse);
        return CatchUp(progress, cancellation);
    }

    /// <summary>A dry run: what the file would become, and what would be rejected.</summary>
    public FilePreview Preview(string path, string? source = null) =>
        FilePreview.Of(path, source, SourceProfiles.Load(folders.ShippedProfiles, folders.OwnProfiles), staging, warehouse);

    public void Dispose() => oneRun.Dispose();

    private IngestionRun Run(Func<SourceProfiles, IEnumerable<IngestedFile>> files, IProgress<string>? progress, CancellationToken cancellation)
    {
        oneRun.Wait(cancellation);
        try
        {
            var profiles = SourceProfiles.Load(folders.ShippedProfiles, folders.OwnProfiles);
            expectations.Keep(profiles);
            List<IngestedFile> taken = [];
            foreach (var file in files(profiles))
            {
                taken.Add(file);
                progress?.Report($"{file.Path}: {(file.Status == IngestStatus.Loaded ? "loaded" : file.Status == IngestStatus.Unchanged ? "unchanged" : "refused")}, {file.Rows.Loaded} of {file.Rows.Offered} rows");
                cancellation.ThrowIfCancellationRequested();
            }

            ReadPendingAgain(profiles, taken);
            return new IngestionRun(taken);
        }
        finally
        {
            // Facts follow the files of a run once, even when a later file broke it off.
            Loading.Begin("the numbers");
            Loading.At("refreshing");
            Warehouse.Refresh.Pending(warehouse);
            warehouse.Checkpoint();
            Loading.End();
            oneRun.Release();
        }
    }

    /// <summary>Files that waited for a look-up, once it has come; in the answer they stand as they ended.</summary>
    private void ReadPendingAgain(SourceProfiles profiles, List<IngestedFile> taken)
    {
        foreach (var fileId in Pending())
        {
            var again = Again(fileId, profiles);
            if (again.Status == IngestStatus.Refused)
                LookUps.Release(warehouse, fileId);
            if (taken.FindIndex(file => file.Sha256 == again.Sha256 && file.Status == IngestStatus.Loaded) is var place and >= 0)
                taken[place] = again with { Path = taken[place].Path };
            else
                taken.Add(again);
        }
    }

    private IReadOnlyList<int> Pending()
    {
        using var session = warehouse.Read();
        return session.Query<int>("pending_files");
    }

    private static IEnumerable<string> FilesOf(IReadOnlyList<string> paths) => paths.SelectMany(path => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)
        : Enumerable.Repeat(path, 1));

    private IngestedFile Take(string path, string? source, SourceProfiles profiles)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            DropRules.Check(path);
            DropRules.CheckFreeSpace(path, folders.Archive);
            var (file, facts) = Receive(path, source);
            return Known(file) is { State: "loaded" } known
                ? new IngestedFile(path, known.SourceId, file.Sha256, IngestStatus.Unchanged, $"The same content was loaded before (as {file.FileName}).", RowCounts.None, Nothing, watch.Elapsed.TotalSeconds)
                : Land(file with { FileName = Path.GetFileName(path), Source = source ?? file.Source }, path, facts, profiles);
        }
        catch (FileRefusedException refusal)
        {
            return new IngestedFile(path, null, null, IngestStatus.Refused, refusal.Message, RowCounts.None, Nothing, watch.Elapsed.TotalSeconds) { IsDeferred = refusal.IsDeferred };
        }
    }

    private (ArchivedFile File, ByteFacts Facts) Receive(string path, string? source)
    {
        long received = 0, total = Math.Max(1, new FileInfo(path).Length);
        Loading.Begin(Path.GetFileName(path));
        Loading.At("receiving", () => (double)Volatile.Read(ref received) / total);
        return archive.Take(path, source, bytes => Volatile.Write(ref received, bytes));
    }

    private IngestedFile Again(int fileId, SourceProfiles profiles)
    {
        ReceivedFileRow file;
        using (var session = warehouse.Read())
            file = session.Query<ReceivedFileRow>("received_file", new { file_id = fileId })[0];
        return archive.Find(file.Sha256) is { } archived && File.Exists(archived.Path)
            ? Again(archived, profiles)
            : new IngestedFile(file.FileName, file.SourceId, file.Sha256, IngestStatus.Refused, $"{file.FileName} is not in the archive any more. Put it back from a backup of {folders.Archive}, or drop the file again.", RowCounts.None, Nothing, 0);
    }

    private IngestedFile Again(ArchivedFile file, SourceProfiles profiles)
    {
        Loading.Begin(file.FileName);
        return Land(file, file.Path, ByteFacts.Of(file.Path), profiles);
    }

    private IngestedFile Land(ArchivedFile file, string path, ByteFacts facts, SourceProfiles profiles)
    {
        var watch = Stopwatch.StartNew();
        var received = new ReceivedFile(file.Sha256, file.FileName, file.Bytes, file.ReceivedAt);
        StagedExport? export = null;
        try
        {
            Loading.At("unpacking");
            export = staging.Stage(file, facts, profiles);
            var landing = new FileLanding(warehouse, received, export.Translation.Plan) { Watch = share => Loading.At("landing", share) };
            var outcome = landing.Land(export.File, export.Layout);
            var rows = new RowCounts(outcome.Accounts.Offered, outcome.Accounts.Loaded, outcome.Accounts.Updated, outcome.Accounts.Rejected) { Waiting = outcome.Accounts.Waiting };
            return new IngestedFile(path, export.Profile.Id, file.Sha256, outcome.State == FileState.Loaded ? IngestStatus.Loaded : IngestStatus.Refused, outcome.Reason, rows, outcome.Targets, watch.Elapsed.TotalSeconds);
        }
        catch (Exception refusal) when (refusal is FileRefusedException || (refusal is WarehouseException && warehouse.IsUsable))
        {
            if (Known(file) is { State: "loaded" } known)
                return new IngestedFile(path, known.SourceId, file.Sha256, IngestStatus.Refused, refusal.Message + " What was loaded before stands.", RowCounts.None, Nothing, watch.Elapsed.TotalSeconds);
            Refusal.Enter(warehouse, received, export?.Translation.Plan.Source, refusal.Message, watch.Elapsed.TotalSeconds);
            return new IngestedFile(path, export?.Profile.Id, file.Sha256, IngestStatus.Refused, refusal.Message, RowCounts.None, Nothing, watch.Elapsed.TotalSeconds);
        }
        finally
        {
            Loading.End();
            staging.Remove(file);
        }
    }

    private LedgerEntry? Known(ArchivedFile file)
    {
        using var session = warehouse.Read();
        return Ledger.Find(session, file.Sha256);
    }

    private static readonly Dictionary<string, long> Nothing = [];
}
