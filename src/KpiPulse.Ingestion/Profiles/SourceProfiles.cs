namespace KpiPulse.Ingestion.Profiles;

/// <summary>The shipped profiles and the user's own; of two with the same id, the user's.</summary>
internal sealed class SourceProfiles
{
    private readonly IReadOnlyDictionary<string, SchedulePart?> confirmed;

    private SourceProfiles(IReadOnlyList<SourceProfile> all, IReadOnlyList<string> faults, IReadOnlyDictionary<string, SchedulePart?> confirmed)
    {
        All = all;
        Faults = faults;
        this.confirmed = confirmed;
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
            foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Where(path => Path.GetFileName(path) != Schedules.FileName).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
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

        return new SourceProfiles([.. profiles.Values.OrderBy(profile => profile.Id, StringComparer.Ordinal)], faults, Confirmed(ownFolder, faults));
    }

    /// <summary>A person's word, else the profile's; null when nothing is expected.</summary>
    public SchedulePart? ScheduleOf(SourceProfile profile) => confirmed.TryGetValue(profile.Id, out var schedule) ? schedule : profile.File.Expected;

    /// <exception cref="FileRefusedException">No profile has this id.</exception>
    public SourceProfile Named(string id) => All.FirstOrDefault(profile => profile.Id == id)
        ?? throw new FileRefusedException($"There is no source profile '{id}'. Known are: {string.Join(", ", All.Select(profile => profile.Id))}.{(Faults.Count > 0 ? " Not usable: " + string.Join(" ", Faults) : "")}");

    private static IReadOnlyDictionary<string, SchedulePart?> Confirmed(string ownFolder, List<string> faults)
    {
        try
        {
            return Schedules.Read(ownFolder);
        }
        catch (ProfileException fault)
        {
            faults.Add(fault.Message);
            return new Dictionary<string, SchedulePart?>();
        }
    }
}
