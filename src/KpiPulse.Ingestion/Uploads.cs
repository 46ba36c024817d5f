using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <summary>Files that come by the page: put into the drop folder whole, or only looked at; in a folder and under a name of our own making.</summary>
public sealed partial class Uploads(KpiWarehouse warehouse, InboxIngestion ingestion)
{
    /// <summary>Larger exports go into the drop folder by the file system.</summary>
    public const long LargestBytes = 256 << 20;

    private const int LongestName = 100;

    private readonly DataFolders folders = new(warehouse.Options);

    /// <returns>The name under which the file goes on.</returns>
    public async Task<string> Receive(string name, Stream content, CancellationToken cancellation)
    {
        var stamp = warehouse.Clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var place = Path.Combine(NewFolder(folders.Uploads, stamp), Harmless(name));
        await Copy(content, place + ".part", cancellation);
        DurableFiles.MoveIntoPlace(place + ".part", place);
        return Path.GetFileName(place);
    }

    /// <summary>A dry run; the file is gone afterwards.</summary>
    public async Task<FilePreview> Check(string name, Stream content, string? source, CancellationToken cancellation)
    {
        var folder = NewFolder(folders.Staging, "check");
        try
        {
            var place = Path.Combine(folder, Harmless(name));
            await Copy(content, place, cancellation);
            return ingestion.Preview(place, source);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What is left of a sender's name: profiles know exports by it, and nothing else may depend on it.</summary>
    internal static string Harmless(string name)
    {
        var letters = Odd().Replace(name[(name.LastIndexOfAny(['/', '\\']) + 1)..], "_").TrimStart('.');
        return letters.Length == 0 ? "upload" : letters.Length <= LongestName ? letters : letters[^LongestName..].TrimStart('.');
    }

    private static string NewFolder(string parent, string stem)
    {
        var folder = Path.Combine(parent, $"{stem}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static async Task Copy(Stream content, string place, CancellationToken cancellation)
    {
        await using var to = new FileStream(place, FileMode.CreateNew, FileAccess.Write);
        await content.CopyToAsync(to, cancellation);
        to.Flush(flushToDisk: true);
    }

    [GeneratedRegex(@"[^A-Za-z0-9._-]+")]
    private static partial Regex Odd();
}
