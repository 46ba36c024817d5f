using KpiPulse.Ingestion.Profiles;
using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <param name="Problem">Why the profile cannot be used; null when it can.</param>
public sealed record SourceProfileRow(string? Id, string? Title, string? Path, bool IsShipped, string? SlaBasis, string? TimeZone, IReadOnlyList<string> Names, IReadOnlyList<string> Tables, string? Problem);

/// <summary>The kinds of exports that are understood.</summary>
public sealed class SourceCatalog(KpiWarehouse warehouse)
{
    public IReadOnlyList<SourceProfileRow> Profiles()
    {
        var folders = new DataFolders(warehouse.Options);
        var profiles = SourceProfiles.Load(folders.ShippedProfiles, folders.OwnProfiles);
        return
        [
            .. profiles.All.Select(profile => new SourceProfileRow(profile.Id, profile.File.Title, profile.Path, profile.IsShipped, profile.File.SlaBasis, profile.File.TimeZone,
                profile.File.Takes.Name, [.. profile.File.Targets.Select(target => target.Table).Distinct()], null)),
            .. profiles.Faults.Select(fault => new SourceProfileRow(null, null, null, false, null, null, [], [], fault)),
        ];
    }
}
