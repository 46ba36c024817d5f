using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <summary>Where files come in, are kept and are put aside.</summary>
internal sealed class DataFolders(WarehouseOptions options)
{
    public string Inbox { get; } = Path.Combine(options.DataFolder, "inbox");

    /// <summary>Within the drop folder: what comes by the page appears here whole.</summary>
    public string Uploads { get; } = Path.Combine(options.DataFolder, "inbox", "uploads");

    public string Archive { get; } = Path.Combine(options.DataFolder, "archive");

    public string Refused { get; } = Path.Combine(options.DataFolder, "refused");

    public string OwnProfiles { get; } = Path.Combine(options.DataFolder, "sources");

    public string ShippedProfiles { get; } = Path.Combine(AppContext.BaseDirectory, "sources");

    public string Staging { get; } = options.StagingFolder;

    public void Create()
    {
        foreach (var folder in (string[])[Inbox, Archive, Refused, OwnProfiles, Staging])
            Directory.CreateDirectory(folder);
    }
}
