using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using KpiPulse.Ingestion.Formats;

namespace KpiPulse.Ingestion;

/// <summary>A received file in the archive, as its sidecar tells.</summary>
/// <param name="Source">The profile asked for with <c>--source</c>; null when recognised by name and header.</param>
internal sealed record ArchivedFile(string Sha256, string FileName, long Bytes, DateTime ReceivedAt, string? Source)
{
    internal string Path { get; init; } = "";
}

/// <summary>
/// Every received file, once per content, read-only: <c>archive/ab/abcdef….csv</c> with a sidecar that says under which name and when it came.
/// The source of truth: the warehouse can always be made again from it.
/// </summary>
internal sealed partial class Archive(string folder, TimeProvider clock)
{
    public const string Sidecar = ".received.json";
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private DateTime latest;

    /// <summary>Reads the file once: hash, copy and facts of its bytes. On return the copy is on disk for good.</summary>
    /// <param name="copied">Told the bytes read so far.</param>
    public (ArchivedFile File, ByteFacts Facts) Take(string path, string? source, Action<long>? copied = null)
    {
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, Path.GetRandomFileName() + ".part");
        try
        {
            var facts = new ByteFacts();
            string sha256;
            long bytes;
            using (var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 20, FileOptions.SequentialScan))
            using (var to = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                (sha256, bytes) = Copy(from, to, facts, copied);
                to.Flush(flushToDisk: true);
            }

            return (Keep(unfinished, path, sha256, bytes, source), facts);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>A received file read once more.</summary>
    /// <exception cref="FileRefusedException">It is not what was received.</exception>
    public static ByteFacts FactsOf(ArchivedFile file)
    {
        var facts = new ByteFacts();
        using var from = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        if (Copy(from, Stream.Null, facts, null).Sha256 != file.Sha256)
            throw new FileRefusedException($"The archived copy of {file.FileName} ({file.Path}) is damaged: its contents are not those that were received. Put it back from a backup, or drop the file again.");
        return facts;
    }

    /// <summary>There, and what was received.</summary>
    public static bool IsIntact(ArchivedFile file)
    {
        try
        {
            return File.Exists(file.Path) && FactsOf(file).Bytes == file.Bytes;
        }
        catch (FileRefusedException)
        {
            return false;
        }
    }

    /// <summary>What was ever received, by its contents.</summary>
    public IReadOnlyList<string> Contents() => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*" + Sidecar, SearchOption.AllDirectories).Select(path => Path.GetFileName(path)[..^Sidecar.Length])]
        : [];

    public ArchivedFile? Find(string sha256) => Read(FolderOf(sha256), sha256 + Sidecar) is { } file ? file : null;

    /// <summary>Everything ever received, in the order of arrival.</summary>
    public IReadOnlyList<ArchivedFile> InOrderOfArrival() => InOrderOfArrival(Contents());

    public IReadOnlyList<ArchivedFile> InOrderOfArrival(IEnumerable<string> contents) =>
        [.. contents.Select(Find).OfType<ArchivedFile>().OrderBy(file => file.ReceivedAt).ThenBy(file => file.Sha256, StringComparer.Ordinal)];

    private static (string Sha256, long Bytes) Copy(FileStream from, Stream to, ByteFacts facts, Action<long>? copied)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        long bytes = 0;
        for (int read; (read = from.Read(buffer)) > 0; bytes += read)
        {
            var part = buffer.AsSpan(0, read);
            hash.AppendData(part);
            to.Write(part);
            facts.Add(part);
            copied?.Invoke(bytes);
        }

        facts.End();
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }

    private ArchivedFile Keep(string unfinished, string path, string sha256, long bytes, string? source)
    {
        if (Find(sha256) is { } known)
            return known;

        var home = FolderOf(sha256);
        Directory.CreateDirectory(home);
        var place = Path.Combine(home, sha256 + Extension(path));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        DurableFiles.MoveIntoPlace(unfinished, place);

        // The sidecar comes last: with it, the file counts as received.
        var file = new ArchivedFile(sha256, Path.GetFileName(path), bytes, Now(), source) { Path = place };
        DurableFiles.Write(Path.Combine(home, sha256 + Sidecar), JsonSerializer.SerializeToUtf8Bytes(file, Json));
        return file;
    }

    private static ArchivedFile? Read(string home, string sidecar)
    {
        var path = Path.Combine(home, sidecar);
        if (!File.Exists(path))
            return null;

        var file = JsonSerializer.Deserialize<ArchivedFile>(File.ReadAllBytes(path), Json)!;
        return file with { Path = Path.Combine(home, file.Sha256 + Extension(file.FileName)) };
    }

    /// <summary>Rises with every file, whatever the clock does, so that the order of arrival is told by it.</summary>
    private DateTime Now()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        now = new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
        if (latest == default)
            latest = InOrderOfArrival() is [.., var last] ? last.ReceivedAt : DateTime.MinValue;
        return latest = now > latest ? now : latest.AddMicroseconds(1);
    }

    private string FolderOf(string sha256) => Path.Combine(folder, sha256[..2]);

    private static string Extension(string name) => HarmlessExtension().Match(Path.GetFileName(name)).Value;

    [GeneratedRegex(@"(\.[a-zA-Z0-9]{1,8})?(\.gz)?$")]
    private static partial Regex HarmlessExtension();
}
