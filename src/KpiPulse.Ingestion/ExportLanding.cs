using System.Diagnostics;
using KpiPulse.Ingestion.Formats;
using KpiPulse.Ingestion.Profiles;
using KpiPulse.Warehouse;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion;

/// <summary>One archived file on its way into the warehouse: recognised, staged, landed, accounted for. What goes wrong is told of this file and stops no other.</summary>
internal sealed class ExportLanding(KpiWarehouse warehouse, Staging staging, Loading loading)
{
    /// <param name="path">As it was offered, for the answer.</param>
    /// <param name="facts">What its bytes tell; may refuse.</param>
    public IngestedFile Land(ArchivedFile file, string path, Func<ByteFacts> facts, SourceProfiles profiles)
    {
        var watch = Stopwatch.StartNew();
        StagedExport? export = null;
        try
        {
            loading.At("unpacking");
            export = staging.Stage(file, facts(), profiles);
            var landing = new FileLanding(warehouse, Received(file), export.Translation.Plan) { Watch = share => loading.At("landing", share) };
            var outcome = landing.Land(export.File, export.Layout);
            var rows = new RowCounts(outcome.Accounts.Offered, outcome.Accounts.Loaded, outcome.Accounts.Updated, outcome.Accounts.Rejected) { Waiting = outcome.Accounts.Waiting };
            return new IngestedFile(path, export.Profile.Id, file.Sha256, outcome.State == FileState.Loaded ? IngestStatus.Loaded : IngestStatus.Refused, outcome.Reason, rows, outcome.Targets, watch.Elapsed.TotalSeconds);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && warehouse.IsUsable)
        {
            return Refuse(file, path, export, new Mishap(failure, file.FileName), watch.Elapsed.TotalSeconds);
        }
        finally
        {
            loading.End();
            staging.Remove(file);
        }
    }

    public LedgerEntry? Known(ArchivedFile file)
    {
        using var session = warehouse.Read();
        return Ledger.Find(session, file.Sha256);
    }

    private IngestedFile Refuse(ArchivedFile file, string path, StagedExport? export, Mishap mishap, double seconds)
    {
        var refused = IngestedFile.Refused(path, mishap.Reason, seconds) with { Source = export?.Profile.Id, Sha256 = file.Sha256, IsDeferred = mishap.IsPassing };
        if (Known(file) is { State: "loaded" } known)
            return refused with { Source = known.SourceId, Reason = mishap.Reason + " What was loaded before stands." };
        if (mishap.IsPassing)
            return refused;

        try
        {
            Refusal.Enter(warehouse, Received(file), export?.Translation.Plan.Source, mishap.Reason, seconds);
            return refused;
        }
        catch (WarehouseException failure) when (warehouse.IsUsable && Mishap.IsFullDisk(failure))
        {
            return refused with { IsDeferred = true };
        }
    }

    private static ReceivedFile Received(ArchivedFile file) => new(file.Sha256, file.FileName, file.Bytes, file.ReceivedAt);
}

/// <summary>What kept a file from being loaded, in words for the person who sent it.</summary>
internal sealed record Mishap(Exception Failure, string FileName)
{
    private const int NoSpaceLeft = 28;

    /// <summary>No fault of the file: it is tried again.</summary>
    public bool IsPassing => Failure is FileRefusedException { IsDeferred: true } || IsFullDisk(Failure);

    public string Reason => Failure switch
    {
        FileRefusedException => Failure.Message,
        _ when IsFullDisk(Failure) => $"The disk became full while {FileName} was read ({Failure.Message.Trim()}). Nothing of it is loaded. Free some space; it is tried again by itself.",
        WarehouseException => Failure.Message,
        UnauthorizedAccessException => $"{FileName} may not be read ({Failure.Message}). Give the account of KpiPulse the right to read it.",
        IOException => $"{FileName} could not be read ({Failure.Message}). Drop it again.",
        _ => $"{FileName} could not be read: {Failure.Message} ({Failure.GetType().Name}). This is a fault of KpiPulse; please report it with the file.",
    };

    public static bool IsFullDisk(Exception failure) =>
        (failure is IOException && (failure.HResult & 0xFFFF) is NoSpaceLeft or 0x70)
        || failure.Message.Contains("No space left on device", StringComparison.OrdinalIgnoreCase)
        || failure.Message.Contains("not enough space on the disk", StringComparison.OrdinalIgnoreCase);
}
