using System.Globalization;

namespace KpiPulse.Benchmarks;

/// <summary>What exports of <see cref="TicketExport"/> need beside them: markets, teams, service hours, SLA targets, goals; and a profile for the forms.</summary>
internal static class BenchReference
{
    private static readonly (string Market, string Zone)[] Markets =
    [
        ("IN", "Asia/Kolkata"), ("ID", "Asia/Jakarta"), ("JP", "Asia/Tokyo"), ("KR", "Asia/Seoul"), ("TH", "Asia/Bangkok"),
        ("VN", "Asia/Ho_Chi_Minh"), ("PH", "Asia/Manila"), ("MY", "Asia/Kuala_Lumpur"), ("SG", "Asia/Singapore"),
    ];

    private static readonly (string Policy, int Faster)[] Policies = [("P-ANY", 1), ("P-IN", 2)];
    private static readonly (string Priority, int Factor)[] Priorities = [("urgent", 1), ("high", 2), ("normal", 4), ("low", 8)];
    private static readonly (string Clock, int Minutes)[] Clocks = [("FRT", 60), ("NRT", 60), ("RES", 480), ("AWT", 480), ("OLA", 240)];

    /// <summary>Forms have no history: their clocks are told from the instants on the ticket.</summary>
    private const string FormsProfile = """
        {
          "id": "forms",
          "title": "Tickets of forms",
          "takes": { "name": ["forms*.csv"] },
          "time_zone": "UTC",
          "sla_basis": "timestamps",
          "targets": [{ "table": "tickets", "same_names": true }]
        }
        """;

    public static string ProfileOf(string dataFolder) => Path.Combine(dataFolder, "sources", "forms.json");

    public static void WriteProfile(string dataFolder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ProfileOf(dataFolder))!);
        File.WriteAllText(ProfileOf(dataFolder), FormsProfile);
    }

    public static void Write(string folder)
    {
        Write(folder, "markets", "market,name,time_zone", Markets.Select(each => $"{each.Market},Market {each.Market},{each.Zone}"));
        Write(folder, "teams", "team_id,name,tier,site_id,market,lob,valid_from,valid_to", Markets.SelectMany((each, index) => Enumerable.Range(1, 2).Select(tier =>
            string.Create(CultureInfo.InvariantCulture, $"{each.Market}-T{tier},Tier {tier} of {each.Market},{tier},site-{1 + (index + 1 + tier) % 4},{each.Market},,2025-01-01,"))));
        Write(folder, "calendars", "calendar_id,version,time_zone,valid_from,valid_to", ["ALWAYS,1,Asia/Singapore,,", "DAY,1,Asia/Singapore,,"]);
        Write(folder, "calendar_weekly", "calendar_id,version,dow,from_local,to_local",
            [.. Enumerable.Range(1, 7).Select(day => $"ALWAYS,1,{day},00:00,24:00"), .. Enumerable.Range(1, 6).Select(day => $"DAY,1,{day},08:00,22:00")]);
        Write(folder, "sla_policies", "policy_id,version,market,lob,calendar_id,pause_on_hold,valid_from,valid_to",
            ["P-ANY,1,*,*,ALWAYS,false,2025-01-01T00:00:00Z,", "P-IN,1,IN,*,DAY,false,2025-01-01T00:00:00Z,"]);
        Write(folder, "sla_targets", "policy_id,version,priority,metric,target_minutes", Policies.SelectMany(policy => Priorities.SelectMany(priority => Clocks.Select(clock =>
            string.Create(CultureInfo.InvariantCulture, $"{policy.Policy},1,{priority.Priority},{clock.Clock},{clock.Minutes * priority.Factor / policy.Faster}")))));
        Write(folder, "kpi_targets", "metric,market,lob,channel,tier,team,target,stretch,minimum,direction,valid_from,valid_to",
            ["csat,,,,,,0.85,0.9,0.8,increase,2024-12-30,", "sla_first_reply,,,,,,0.9,0.95,0.85,increase,2024-12-30,", "sla_resolution,,,,,,0.9,0.95,0.85,increase,2024-12-30,"]);
    }

    private static void Write(string folder, string table, string header, IEnumerable<string> rows) =>
        File.WriteAllLines(Path.Combine(folder, table + ".csv"), [header, .. rows]);
}
