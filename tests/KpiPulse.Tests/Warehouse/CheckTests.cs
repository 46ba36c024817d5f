using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Warehouse;

/// <summary>Every check and every claim of doctor holds on sound rows, and finds the row that breaks it. A new check needs a line here.</summary>
public sealed class CheckTests : IDisposable
{
    private static readonly SqlFolder Sql = new(Repository.Folder("sql"));

    private static readonly Dictionary<string, string> Breaks = new(StringComparer.Ordinal)
    {
        ["a_ticket_has_one_row"] = "insert into tickets select * from tickets",
        ["an_event_has_one_row"] = "insert into ticket_events select * from ticket_events",
        ["a_survey_answer_has_one_row"] = "insert into surveys select * from surveys",
        ["a_review_has_one_row"] = "insert into qa_reviews select * from qa_reviews",
        ["a_review_item_has_one_row"] = "insert into qa_review_items select * from qa_review_items",
        ["every_clock_has_one_answer_at_a_time"] = "insert into fct_replayed_clocks select * from fct_replayed_clocks",
        ["every_ticket_lies_within_the_calendar_horizon"] = "update tickets set created_at = timestamp '1990-01-01'",
        ["a_reference_row_exists_once"] = "insert into markets select * from markets",
        ["an_agent_is_in_one_place_at_a_time"] = "insert into roster select * replace (date '2026-06-01' as valid_from) from roster",
        ["every_file_content_is_received_once"] = "insert into received_files select * replace (7 as file_id) from received_files",
        ["every_offered_row_is_loaded_or_rejected"] = "update received_files set offered = offered + 1",
        ["every_rejected_row_is_kept"] = "update received_files set rejected = 1, offered = offered + 1",
        ["every_row_comes_from_a_loaded_file"] = "update markets set file_id = 99",
        ["the_audit_log_is_an_unbroken_chain"] = "insert into audit_log values (2, timestamp '2026-11-12', 'Mei', 'sign-in', 'done', '', '', '', 'no hash of the line before', 'no hash')",
        ["orphans_are_the_rows_without_a_ticket"] = "insert into orphans values ('surveys', 'desk', 'T9', 1)",
        ["the_daily_cube_equals_the_facts"] = "update metric_days set numerator = numerator + 1 where metric = 'csat'",
    };

    private readonly TempWarehouse temp = new();

    public CheckTests()
    {
        var at = new DateTime(2026, 11, 2, 1, 0, 0);
        temp.Warehouse.Write(session => session.Run("received_files", """
            insert into received_files (file_id, sha256, file_name, bytes, received_at, source_id, state, offered, loaded, updated, rejected, seconds, settled_at)
            values (1, 'hash', 'all.csv', 10, timestamp '2026-11-12', 'desk', 'loaded', 9, 9, 0, 0, 0.1, timestamp '2026-11-12')
            """));
        temp.Load(
            ("sources", [new { source_system = "desk", source_id = "desk", sla_basis = "events" }]),
            ("markets", [new { market = "SG", time_zone = "Asia/Singapore" }]),
            ("calendars", [new { calendar_id = "DAY", version = 1, time_zone = "Asia/Singapore" }]),
            ("calendar_weekly", [new { calendar_id = "DAY", version = 1, dow = 1, from_local = "09:00", to_local = "18:00" }]),
            ("roster", [new { agent_id = "A1", team_id = "T1", tier = 1, valid_from = new DateOnly(2026, 1, 1) }]),
            ("tickets", [new { ticket_id = "T1", created_at = at }]),
            ("ticket_events", [new { event_id = "E1", ticket_id = "T1", occurred_at = at, seq = 1, type = "created", actor_type = "end_user", new_value = "new" }]),
            ("surveys", [new { survey_id = "S1", ticket_id = "T1", sent_at = at, responded_at = at.AddHours(1), score = 5 }]),
            ("qa_reviews", [new { review_id = "R1", ticket_id = "T1", interaction_at = at, reviewed_at = at.AddDays(1), scorecard_id = "SC" }]),
            ("qa_review_items", [new { review_id = "R1", item_id = "tone", value = 4.0 }]));
    }

    public static TheoryData<string, string> Files() =>
        [.. ((string[])["checks", "doctor"]).SelectMany(folder => Sql.Files(folder).Select(file => (folder, file.Name)))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_check_holds_on_sound_rows_and_finds_what_breaks_it(string folder, string name)
    {
        Assert.True(Breaks.ContainsKey(name), $"sql/{folder}/{name}.sql has no statement here that breaks it.");
        Assert.DoesNotContain(Claim(name), Failures(folder));

        temp.Warehouse.Write(session => session.Run(name, Breaks[name]));

        Assert.Contains(Claim(name), Failures(folder));
    }

    public void Dispose() => temp.Dispose();

    private static string Claim(string name) => name.Replace('_', ' ');

    private List<string> Failures(string folder)
    {
        using var session = temp.Warehouse.Read();
        return [.. Checks.Failures(session, temp.Warehouse, folder).Select(failure => failure.Claim)];
    }
}
