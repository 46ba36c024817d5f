using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;

namespace KpiPulse.Web.Access;

/// <param name="Says">What one sees as this person.</param>
internal sealed record Persona(string Id, string Label, string Says, Roles Roles, IReadOnlyList<DimensionFilter> Limits);

/// <summary>Four people of the sample data, one click each. Development only: anywhere else their sessions are worth nothing.</summary>
internal sealed class Personas(Accounts accounts, IHostEnvironment environment)
{
    public static readonly IReadOnlyList<Persona> All =
    [
        new("lead", "APAC lead", "Every market and team; closes weeks, publishes reports, sets goals.", Roles.ApacLead, []),
        new("team", "Team leader, Manila 2", "The tickets of one team with its agents' names; evidence, reasons, comments.", Roles.TeamLeader, [new DimensionFilter("team", ["MNL2-NEA"])]),
        new("global", "Global leadership", "Published weeks and reports as sums; no tickets, no names.", Roles.GlobalLeadership, []),
        new("admin", "Administrator", "Accounts, files, schedules and jobs; no numbers and no tickets.", Roles.Administrator, []),
    ];

    public bool IsOpen => environment.IsDevelopment();

    /// <summary>Null outside of Development, and for a name that is none of the four.</summary>
    public Account? Find(string? id)
    {
        if (!IsOpen || All.FirstOrDefault(persona => persona.Id == id) is not { } persona)
            return null;

        var name = persona.Id + "@sample";
        return accounts.Named(name) ?? accounts.Add(name, persona.Roles, persona.Limits, AccountOrigin.Persona);
    }
}
