using static KpiPulse.Warehouse.Landing.CanonicalTables;
using static KpiPulse.Warehouse.Landing.CanonicalType;

namespace KpiPulse.Warehouse.Landing;

/// <summary>Reference tables of the catalogue: who works where, what was promised, when the doors are open.</summary>
internal static class ReferenceTables
{
    private static readonly RowRule TierIsOneOrTwo = new("tier", "{tier} not in (1, 2)", "is neither 1 nor 2");
    private static readonly RowRule EndsAfterItBegins = new("valid_to", "{valid_to} <= {valid_from}", "does not lie after valid_from");

    public static IReadOnlyList<CanonicalTable> All { get; } =
    [
        new("markets", TableRole.Reference, Versioned: false, ["market"], [Needed("market", Text), Maybe("name", Text), Needed("time_zone", Text)]),
        new("teams", TableRole.Reference, Versioned: false, ["team_id", "valid_from"],
        [
            Needed("team_id", Text), Needed("name", Text), Needed("tier", Whole), Maybe("site_id", Text), Maybe("market", Text), Maybe("lob", Text),
            Needed("valid_from", Day), Maybe("valid_to", Day),
        ]) { Rules = [TierIsOneOrTwo, EndsAfterItBegins] },
        new("roster", TableRole.Reference, Versioned: false, ["agent_id", "valid_from"],
        [
            Needed("agent_id", Text), Maybe("agent_name", Text), Needed("team_id", Text), Maybe("team_lead_id", Text), Maybe("site_id", Text), Maybe("partner", Text),
            Needed("tier", Whole), Maybe("market", Text), Maybe("lob", Text), Maybe("fte", Number), Maybe("shift_calendar_id", Text), Needed("valid_from", Day), Maybe("valid_to", Day),
        ]) { Rules = [TierIsOneOrTwo, EndsAfterItBegins] },
        new("sla_policies", TableRole.Reference, Versioned: false, ["policy_id", "version", "market", "lob"],
        [
            Needed("policy_id", Text), Needed("version", Whole), Needed("market", Text), Needed("lob", Text), Needed("calendar_id", Text), Needed("pause_on_hold", YesNo),
            Needed("valid_from", Instant), Maybe("valid_to", Instant),
        ]) { Rules = [EndsAfterItBegins] },
        new("sla_targets", TableRole.Reference, Versioned: false, ["policy_id", "version", "priority", "metric"],
        [
            Needed("policy_id", Text), Needed("version", Whole), OneOf("priority", required: true, "urgent", "high", "normal", "low"),
            OneOf("metric", required: true, "FRT", "NRT", "RES", "AWT", "OLA"), Needed("target_minutes", Whole),
        ]) { Rules = [new RowRule("target_minutes", "{target_minutes} <= 0", "is not above 0")] },
        new("calendars", TableRole.Reference, Versioned: false, ["calendar_id", "version"],
            [Needed("calendar_id", Text), Needed("version", Whole), Needed("time_zone", Text), Maybe("valid_from", Instant), Maybe("valid_to", Instant)]) { Rules = [EndsAfterItBegins] },
        new("calendar_weekly", TableRole.Reference, Versioned: false, ["calendar_id", "version", "dow", "from_local"],
            [Needed("calendar_id", Text), Needed("version", Whole), Needed("dow", Whole), Needed("from_local", Text), Needed("to_local", Text)])
        {
            Rules = [new RowRule("dow", "{dow} not between 1 and 7", "is no day of the week (1 = Monday … 7 = Sunday)"), LocalTime("from_local"), LocalTime("to_local")],
        },
        new("calendar_exceptions", TableRole.Reference, Versioned: false, ["calendar_id", "version", "on_date", "kind", "from_local"],
        [
            Needed("calendar_id", Text), Needed("version", Whole), Needed("on_date", Day), OneOf("kind", required: true, "CLOSED", "OPEN"),
            Maybe("from_local", Text), Maybe("to_local", Text), Maybe("name", Text),
        ]) { Rules = [LocalTime("from_local"), LocalTime("to_local")] },
        new("kpi_targets", TableRole.Plain, Versioned: false, ["metric", "market", "lob", "channel", "tier", "team", "valid_from"],
        [
            Needed("metric", Text), Maybe("market", Text), Maybe("lob", Text), Maybe("channel", Text), Maybe("tier", Whole), Maybe("team", Text), Needed("target", Number),
            Maybe("stretch", Number), Maybe("minimum", Number), OneOf("direction", required: true, "increase", "decrease"), Needed("valid_from", Day), Maybe("valid_to", Day),
        ]) { Rules = [new RowRule("valid_from", "isodow({valid_from}) <> 1", "is not a Monday"), EndsAfterItBegins] },
        new("workforce_daily", TableRole.Plain, Versioned: false, ["on_date", "agent_id"],
        [
            Needed("on_date", Day), Needed("agent_id", Text), Maybe("paid_minutes", Number), Maybe("available_minutes", Number), Maybe("handling_minutes", Number),
            Maybe("absence_minutes", Number), Maybe("offline_minutes", Number),
        ]),
    ];

    private static RowRule LocalTime(string column) =>
        new(column, $"not regexp_full_match({{{column}}}, '([01][0-9]|2[0-3]):[0-5][0-9]|24:00')", "is not a local time HH:MM");
}
