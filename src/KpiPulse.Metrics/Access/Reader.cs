using KpiPulse.Metrics.Freeze;

namespace KpiPulse.Metrics.Access;

/// <summary>Who asks: the account as it stands now, what it may do and which rows it may see.</summary>
public sealed record Reader(Account Account, Capability May, Scope Scope)
{
    public string Name => Account.Name;

    public bool Can(Capability needed) => (May & needed) == needed;

    /// <summary>Rows as they came in a file, which belong to nobody yet.</summary>
    public bool SeesEveryRow => Scope.SeesRows && Scope.Limits.Count == 0;

    /// <summary>What of the data's days this reader may know of.</summary>
    public Period? Published(Period? span) => Scope.Until is { } until && span is { } known
        ? until > known.Start ? new Period(known.Start, until < known.End ? until : known.End) : null
        : span;

    /// <param name="narrowed">Of an API token, beside the account's own.</param>
    public static Reader Of(Account account, FrozenWeeks weeks, IReadOnlyList<DimensionFilter>? narrowed = null)
    {
        var may = RoleNames.CapabilitiesOf(account.Roles);
        if (!may.HasFlag(Capability.ReadNumbers))
            return new Reader(account, may, Scope.Nothing);

        var scope = new Scope(account.Limits)
        {
            SeesRows = may.HasFlag(Capability.ReadRows),
            SeesAgents = may.HasFlag(Capability.ReadAgents),
            // Leadership reads what was published: nothing before the first week is closed.
            Until = may.HasFlag(Capability.ReadRows) ? null : weeks.All is [.., var last] ? last.Week.Days.End : DateOnly.MinValue,
        };
        // Files hold everybody's rows: they are for who may see everything, and for administrators, who see no row of them.
        if (account.Limits.Count > 0 && !account.Roles.HasFlag(Roles.Administrator))
            may &= ~Capability.ReadSources;
        return new Reader(account, may, scope.And(narrowed ?? []));
    }
}
