using System.Globalization;
using System.Text.Json;
using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <param name="Name">Of its file; no two copies share one.</param>
/// <param name="AsOf">UTC, by the clock of the ingesting node: all that pages showed there by then is in the copy.</param>
/// <param name="StaleAfter">It is renewed or replaced by then, unless the ingesting node has stopped.</param>
public sealed record PublishedCopy(string Name, DateTime AsOf, DateTime StaleAfter);

/// <summary>
/// A folder of copies of the warehouse for read-only nodes: <c>current.json</c> says which one counts. A copy and that file are renamed into place,
/// so nobody sees half of either. The copy before the current one stays for those who have just read its name; older ones are removed, and who still
/// has one open keeps it.
/// </summary>
public sealed class PublishedCopies(string folder)
{
    private const string Pointer = "current.json";
    private const string Unfinished = ".part";
    private const string Copies = "kpipulse-*.duckdb";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public string Folder { get; } = Path.GetFullPath(folder);

    private string PointerPath => Path.Combine(Folder, Pointer);

    /// <summary>Null while nothing was published.</summary>
    /// <exception cref="WarehouseException">The folder cannot be read, or the file in it is no such file.</exception>
    public PublishedCopy? Current()
    {
        try
        {
            return File.Exists(PointerPath) ? JsonSerializer.Deserialize<PublishedCopy>(File.ReadAllBytes(PointerPath), Json) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new WarehouseException($"{PointerPath} cannot be read: {failure.Message} The ingesting node writes it anew with its next copy.", failure);
        }
    }

    public string PathOf(PublishedCopy copy) => Path.Combine(Folder, copy.Name);

    internal static string NameAt(DateTime instant) => string.Create(CultureInfo.InvariantCulture, $"kpipulse-{instant:yyyyMMdd'T'HHmmssfff'Z'}.duckdb");

    /// <summary>Has a copy written beside its place, and makes it the current one.</summary>
    internal void Put(PublishedCopy copy, Action<string> write)
    {
        WarehouseOptions.CreateClosed(Folder);
        RemoveAllBut(CurrentName());
        var place = PathOf(copy);
        try
        {
            write(place + Unfinished);
            using (var stream = new FileStream(place + Unfinished, FileMode.Open, FileAccess.ReadWrite))
                stream.Flush(flushToDisk: true);
            DurableFiles.MoveIntoPlace(place + Unfinished, place);
            Point(copy);
        }
        catch
        {
            RemoveAllBut(CurrentName());
            throw;
        }
    }

    /// <summary>Says of the current copy until when it is whole.</summary>
    internal void Point(PublishedCopy copy) => DurableFiles.Write(PointerPath, JsonSerializer.SerializeToUtf8Bytes(copy, Json));

    private string? CurrentName()
    {
        try
        {
            return Current()?.Name;
        }
        catch (WarehouseException)
        {
            return null;
        }
    }

    /// <summary>And what was left half done, with its log.</summary>
    private void RemoveAllBut(string? kept)
    {
        foreach (var path in Directory.EnumerateFiles(Folder, Copies).Concat(Directory.EnumerateFiles(Folder, "*" + Unfinished + "*")).Where(path => Path.GetFileName(path) != kept).ToList())
        {
            try
            {
                File.Delete(path);
            }
            catch (IOException) when (OperatingSystem.IsWindows())
            {
                // Open somewhere, which only Windows minds; the next time will do.
            }
        }
    }
}
