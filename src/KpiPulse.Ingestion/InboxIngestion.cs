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
    private readonly ExportLanding landing;
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
        landing = new ExportLanding(warehouse, staging, Loading);
    }

    /// <summary>Why the write-ahead log was put aside at this start; null when it was sound.</summary>
    public string? TornLog => warehouse.TornLog;

    /// <summary>What the run in hand is doing just now.</summary>
    public Loading Loading { get; } = new();

    /// <summary>Files or folders, now.</summary>
    public IngestionRun Ingest(IReadOnlyList<string> paths, string? source = null, IProgress<string>? progress = null, CancellationToken cancellation = default) =>
        Run(profiles => FilesOf(paths).Select(path => Take(path, source, profiles)), progress, cancellation);

    /// <summary>Files were received that the warehouse does not hold: its numbers are behind.</summary>
    public bool IsBehind => NotLanded().Count > 0;

    /// <summary>What lies complete in the drop folder, after what an earlier run had to leave. Taken files leave it: into the archive, refused ones also into <c>refused/</c>.</summary>
    public IngestionRun IngestInbox(CancellationToken cancellation = default) => Run(
        profiles => TakeNotLanded(profiles).Concat(inbox.CompleteFiles().Select(drop => inbox.Settle(drop, Take(drop.Path, source: null, profiles)))), progress: null, cancellation);

    /// <summary>At start: files that were archived but never landed.</summary>
    public IngestionRun CatchUp(IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        staging.Sweep();
        return Run(TakeNotLanded, progress, cancellation);
    }

    /// <summary>A received file once more, under the present profiles: what it gave before is replaced, unless it is refused now.</summary>
    public IngestedFile Replay(int fileId) => Run(profiles => [Again(fileId, profiles)], progress: null, CancellationToken.None).Files[0];

    /// <summary>The warehouse again from the archive, in the order of arrival.</summary>
    /// <exception cref="WarehouseException">A loaded file is not in the archive, or damaged there: rebuilding would lose it.</exception>
    public IngestionRun Rebuild(IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        using (var session = warehouse.Read())
        {
            var lost = session.Query<ReceivedContent>("received_contents").Where(file => file.State == "loaded" && !(archive.Find(file.Sha256) is { } kept && Archive.IsIntact(kept)))
                .Select(file => $"{file.Sha256} ({file.FileName})").ToList();
            if (lost.Count > 0)
                throw new WarehouseException($"{lost.Count} loaded files are not in the archive as they were received, so a rebuild would lose them: {string.Join(", ", lost.Take(5))}. Put them back from a backup of {folders.Archive}; nothing was changed.");
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
        List<IngestedFile> taken = [];
        try
        {
            var profiles = SourceProfiles.Load(folders.ShippedProfiles, folders.OwnProfiles);
            expectations.Keep(profiles);
            foreach (var file in files(profiles))
            {
                taken.Add(file);
                progress?.Report($"{file.Path}: {(file.Status == IngestStatus.Loaded ? "loaded" : file.Status == IngestStatus.Unchanged ? "unchanged" : "refused")}, {file.Rows.Loaded} of {file.Rows.Offered} rows");
                cancellation.ThrowIfCancellationRequested();
            }

            ReadPendingAgain(profiles, taken);
            NoteTurnedAway(taken);
            return new IngestionRun(taken);
        }
        finally
        {
            IngestMeter.Count(taken);

            // Facts follow the files of a run once, even when a later file broke it off.
            Loading.Begin("the numbers");
            Loading.At("refreshing");
            try
            {
                Warehouse.Refresh.Pending(warehouse);
                warehouse.Checkpoint(packs: true);
            }
            finally
            {
                Loading.End();
                oneRun.Release();
            }
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

    private void NoteTurnedAway(List<IngestedFile> taken) => TurnedAway.Note(warehouse, [.. taken
        .Where(file => file.Status == IngestStatus.Unchanged || file is { Status: IngestStatus.Refused, Sha256: null, IsDeferred: false })
        .Select(file => new TurnedAwayFile(Path.GetFileName(file.Path), file.Sha256, file.Reason ?? ""))]);

    private IReadOnlyList<int> Pending()
    {
        using var session = warehouse.Read();
        return session.Query<int>("pending_files");
    }

    private static IEnumerable<string> FilesOf(IReadOnlyList<string> paths) => paths.SelectMany(path => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => !DropRules.IsLeftAlone(Path.GetFileName(file))).Order(StringComparer.Ordinal)
        : Enumerable.Repeat(path, 1));

    private IngestedFile Take(string path, string? source, SourceProfiles profiles) => IngestMeter.Traced(() =>
    {
        var watch = Stopwatch.StartNew();
        try
        {
            DropRules.Check(path);
            DropRules.CheckFreeSpace(path, folders.Archive);
            var (file, facts) = Receive(path, source);
            return landing.Known(file) is { State: "loaded" } known
                ? new IngestedFile(path, known.SourceId, file.Sha256, IngestStatus.Unchanged, $"The same content was loaded before (as {file.FileName}).", RowCounts.None, IngestedFile.Nothing, watch.Elapsed.TotalSeconds)
                : landing.Land(file with { FileName = Path.GetFileName(path), Source = source ?? file.Source }, path, () => facts, profiles);
        }
        catch (Exception failure) when (failure is FileRefusedException or IOException or UnauthorizedAccessException)
        {
            var mishap = new Mishap(failure, Path.GetFileName(path));
            return IngestedFile.Refused(path, mishap.Reason, watch.Elapsed.TotalSeconds) with { IsDeferred = mishap.IsPassing };
        }
    });

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
            file = ReceivedData.FileOf(session, fileId) ?? throw new WarehouseException($"There is no received file {fileId}.");
        return archive.Find(file.Sha256) is { } archived && File.Exists(archived.Path)
            ? Again(archived, profiles)
            : IngestedFile.Refused(file.FileName, $"{file.FileName} is not in the archive any more. Put it back from a backup of {folders.Archive}, or drop the file again.", 0) with { Source = file.SourceId, Sha256 = file.Sha256 };
    }

    private IngestedFile Again(ArchivedFile file, SourceProfiles profiles) => IngestMeter.Traced(() =>
    {
        Loading.Begin(file.FileName);
        return landing.Land(file, file.Path, () => Archive.FactsOf(file), profiles);
    });

    /// <summary>Archived, and in no line of the ledger: the process died in between, the disk was full, or the log was torn.</summary>
    private IReadOnlyList<string> NotLanded()
    {
        using var session = warehouse.Read();
        return [.. archive.Contents().Except(session.Query<ReceivedContent>("received_contents").Select(file => file.Sha256), StringComparer.Ordinal)];
    }

    private IEnumerable<IngestedFile> TakeNotLanded(SourceProfiles profiles) => archive.InOrderOfArrival(NotLanded()).Select(file => Again(file, profiles));
}
