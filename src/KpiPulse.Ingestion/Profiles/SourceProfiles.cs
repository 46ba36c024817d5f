namespace KpiPulse.Ingestion.Profiles;

/// <summary>The shipped profiles and the user's own; of two with the same id, the user's.</summary>
internal sealed class SourceProfiles
{
    private SourceProfiles(IReadOnlyList<SourceProfile> all, IReadOnlyList<string> faults)
    {
        All = all;
        Faults = faults;
    }

    public IReadOnlyList<SourceProfile> All { get; }

    /// <summary>Profiles that cannot be used, and why. The others still work.</summary>
    public IReadOnlyList<string> Faults { get; }

    public static SourceProfiles Load(string shippedFolder, string ownFolder)
    {
        Dictionary<string, SourceProfile> profiles = new(StringComparer.Ordinal);
        List<string> faults = [];
        foreach (var (folder, isShipped) in ((string, bool)[])[(shippedFolder, true), (ownFolder, false)])
        {
            foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
            {
                try
                {
                    var profile = SourceProfile.Read(path, isShipped);
                    profiles[profile.Id] = profile;
                }
                catch (ProfileException fault)
                {
                    faults.Add(fault.Message);
                }
            }
        }

        return new SourceProfiles([.. profiles.Values.OrderBy(profile => profile.Id, StringComparer.Ordinal)], faults);
    }

    /// <exception cref="FileRefusedException">No profile has this id.</exception>
    public SourceProfile Named(string id) => All.FirstOrDefault(profile => profile.Id == id)
        ?? throw new FileRefusedException($"There is no source profile '{id}'. Known are: {string.Join(", ", All.Select(profile => profile.Id))}.{(Faults.Count > 0 ? " Not usable: " + string.Join(" ", Faults) : "")}");
}
