namespace KpiPulse.Metrics.Access;

/// <summary>What a person is here; one may be several things at once.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>All rows of the region, sign-off, goals, plans.</summary>
    ApacLead = 1,

    /// <summary>The own teams' rows, evidence, coding, comments.</summary>
    TeamLeader = 2,

    /// <summary>Published weeks and reports: aggregates, and no agents' names.</summary>
    GlobalLeadership = 4,

    /// <summary>Accounts, sources, schedules, jobs; no tickets by that role alone.</summary>
    Administrator = 8,
}

/// <summary>What may be done. Pages and endpoints name the one that they need.</summary>
[Flags]
public enum Capability
{
    None = 0,

    /// <summary>Sums, rates and charts within the scope.</summary>
    ReadNumbers = 1 << 0,

    /// <summary>The tickets behind a number.</summary>
    ReadRows = 1 << 1,

    /// <summary>Agents by name and not by pseudonym.</summary>
    ReadAgents = 1 << 2,

    /// <summary>Comments, events, codings, evidence.</summary>
    Review = 1 << 3,

    /// <summary>Closing and publishing a week; goals, plans, the taxonomy of reasons.</summary>
    SignOff = 1 << 4,

    /// <summary>Which files came and what became of them.</summary>
    ReadSources = 1 << 5,

    /// <summary>Uploading, replaying, expecting files.</summary>
    ManageSources = 1 << 6,

    ManageSchedules = 1 << 7,

    /// <summary>Accounts, jobs and the audit log.</summary>
    Administer = 1 << 8,

    /// <summary>Published reports and schedules.</summary>
    ReadReports = 1 << 9,
}

public static class RoleNames
{
    private static readonly Dictionary<Roles, string> Names = new()
    {
        [Roles.ApacLead] = "apac_lead",
        [Roles.TeamLeader] = "team_leader",
        [Roles.GlobalLeadership] = "global_leadership",
        [Roles.Administrator] = "administrator",
    };

    public static IReadOnlyList<Roles> All { get; } = [.. Names.Keys];

    public static string TextOf(Roles roles) => string.Join(',', Names.Where(pair => roles.HasFlag(pair.Key)).Select(pair => pair.Value));

    /// <summary>For people: <c>APAC lead</c>.</summary>
    public static string LabelOf(Roles roles) => string.Join(", ", Names.Keys.Where(role => roles.HasFlag(role)).Select(role => role switch
    {
        Roles.ApacLead => "APAC lead",
        Roles.TeamLeader => "Team leader",
        Roles.GlobalLeadership => "Global leadership",
        _ => "Administrator",
    }));

    /// <param name="text">One name, or several parted by commas; hyphens are as good as underscores.</param>
    /// <exception cref="QuestionException">No such role; the message lists those that exist.</exception>
    public static Roles Parse(string text)
    {
        var roles = Roles.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var known = Names.FirstOrDefault(pair => pair.Value == name.Replace('-', '_'));
            if (known.Value is null)
                throw new QuestionException($"There is no role '{name}'. The roles are {string.Join(", ", Names.Values)}.");
            roles |= known.Key;
        }

        return roles != Roles.None ? roles : throw new QuestionException($"An account needs a role: {string.Join(", ", Names.Values)}.");
    }

    public static Capability CapabilitiesOf(Roles roles)
    {
        var may = Capability.None;
        if (roles.HasFlag(Roles.ApacLead))
            may |= Capability.ReadNumbers | Capability.ReadRows | Capability.Review | Capability.SignOff | Capability.ReadSources | Capability.ManageSchedules | Capability.ReadReports;
        if (roles.HasFlag(Roles.TeamLeader))
            may |= Capability.ReadNumbers | Capability.ReadRows | Capability.ReadAgents | Capability.Review | Capability.ReadReports;
        if (roles.HasFlag(Roles.GlobalLeadership))
            may |= Capability.ReadNumbers | Capability.ReadReports;
        if (roles.HasFlag(Roles.Administrator))
            may |= Capability.ReadSources | Capability.ManageSources | Capability.ManageSchedules | Capability.Administer | Capability.ReadReports;
        return may;
    }
}
