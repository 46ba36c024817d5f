using System.Globalization;
using System.Text;

namespace KpiPulse.Ingestion;

/// <summary>A file in the drop folder, as it looked when it was claimed.</summary>
internal sealed record DroppedFile(string Path, long Bytes, DateTime WrittenAt);

/// <summary>The drop folder: files are taken once they have stopped growing, and leave it once they are accounted for.</summary>
internal sealed class Inbox(DataFolders folders, TimeProvider clock)
{
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (DroppedFile File, DateTime Since)> seen = new(StringComparer.Ordinal);

    public IReadOnlyList<DroppedFile> CompleteFiles()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        List<DroppedFile> complete = [];
        foreach (var path in Directory.EnumerateFiles(folders.Inbox, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (DropRules.IsLeftAlone(Path.GetFileName(path)))
                continue;

            var file = Look(path);
            if (!seen.TryGetValue(path, out var before) || before.File != file)
                seen[path] = before = (file, now);
            var age = now - file.WrittenAt;
            if (now - before.Since >= SettledAfter || age >= SettledAfter || path.StartsWith(folders.Uploads, StringComparison.Ordinal))
                complete.Add(file);
        }

        return complete;
    }

    /// <summary>Out of the drop folder: archived files are deleted here, refused ones put aside with the reason beside them.</summary>
    public IngestedFile Settle(DroppedFile drop, IngestedFile outcome)
    {
        // Written to while it was being read: what was archived is incomplete, the rest is taken at the next look.
        seen.Remove(drop.Path);
        if (outcome.IsDeferred || Look(drop.Path) != drop)
            return outcome;

        if (outcome.Status == IngestStatus.Refused)
            PutAside(drop, outcome);
        else
            File.Delete(drop.Path);
        if (Path.GetDirectoryName(drop.Path) is { } folder && folder.StartsWith(folders.Uploads + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
        return outcome;
    }

    private void PutAside(DroppedFile drop, IngestedFile outcome)
    {
        var stamp = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var place = Path.Combine(folders.Refused, $"{stamp}-{Short(Path.GetFileName(drop.Path))}");
        File.WriteAllText(place + ".reason.txt", outcome.Reason + Environment.NewLine);
        File.Move(drop.Path, place, overwrite: true);
    }

    private static DroppedFile Look(string path)
    {
        var info = new FileInfo(path);
        return new DroppedFile(path, info.LinkTarget is null ? info.Length : 0, info.LastWriteTimeUtc);
    }

    /// <summary>Leaves room for the stamp and the reason's ending within 255 bytes.</summary>
    private static string Short(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > 200)
            name = name[1..];
        return name;
    }
}
