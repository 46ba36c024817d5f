using Xunit;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>V1–V3, D3, E1–E2 on a handful of tickets, judged by eye.</summary>
public sealed class TicketFactsTests : IDisposable
{
    private readonly SlaFixture fixture = new();
    private int seq;

    public TicketFactsTests()
    {
        SlaVectors.InsertCalendars(fixture);
        SlaVectors.InsertPolicies(fixture);
        fixture.Run("insert into sources values ('desk', 'desk', 'events', null)");
        fixture.Run("insert into teams values ('T1_BLR', 'Tier 1', 1, 'BLR', null, null, date '2000-01-01', null, 0, 0)");
    }

    [Fact]
    public void A_reopen_within_a_week_changes_the_solve_from_that_instant_on()
    {
        Ticket("A", "06-01 05:00 created new", "06-01 05:00 team T1_BLR", "06-01 06:00 comment", "06-01 07:00 status solved", "06-05 07:00 status open", "06-06 07:00 status solved");
        fixture.BuildModels();

        Assert.Equal("0/1", Rate("reopen_rate", "2026-06-05 06:59:59"));
        Assert.Equal("1/1", Rate("reopen_rate", "2026-06-07 00:00:00"));
        Assert.Equal("1/1", Rate("solved_tickets", "2026-06-07 00:00:00"));
        Assert.Equal("1/1", Rate("one_touch_rate", "2026-06-05 06:59:59"));
        Assert.Equal("0/1", Rate("one_touch_rate", "2026-06-07 00:00:00"));
        Assert.Equal("2/2", Rate("solved", "2026-06-07 00:00:00"));
    }

    [Fact]
    public void A_ticket_solved_in_two_weeks_counts_in_each()
    {
        Ticket("A", "06-01 05:00 created new", "06-05 07:00 status solved", "06-09 07:00 status open", "06-10 07:00 status solved", "06-20 07:00 status open");
        fixture.BuildModels();

        Assert.Equal("1/2", Rate("reopen_rate", "2026-06-30 00:00:00"));
        Assert.Equal("2/2", Rate("solved_tickets", "2026-06-30 00:00:00"));
    }

    [Fact]
    public void A_reply_after_the_solve_is_a_second_touch_from_then_on()
    {
        Ticket("A", "06-01 05:00 created new", "06-01 06:00 comment", "06-01 07:00 status solved", "06-03 07:00 comment");
        fixture.BuildModels();

        Assert.Equal(["1/1", "0/1"], new[] { "2026-06-03 06:59:59", "2026-06-03 07:00:00" }.Select(asOf => Rate("one_touch_rate", asOf)));
        Assert.Equal("1/1", Rate("solved", "2026-06-03 07:00:00"));
    }

    [Fact]
    public void A_merge_that_no_status_tells_of_is_a_merge()
    {
        Ticket("A", "06-01 05:00 created new", "06-01 06:00 merge B");
        Ticket("B", "06-01 05:00 created new", "06-01 06:00 merge A", "06-01 06:00 status merged");
        fixture.BuildModels();

        Assert.Equal(["A merged false", "B merged false"], fixture.Query<string>("select ticket_id || ' ' || exclusion_reason || ' ' || (select bool_or(history_gap) from fct_tickets) from fct_sla_outcomes where clock = 'FRT' and visible_until is null order by 1"));
        Assert.Equal("0/0", Rate("created", "2026-06-02 00:00:00"));
        Assert.Equal("2/2", Rate("contacts", "2026-06-02 00:00:00"));
    }

    [Fact]
    public void A_void_ticket_was_never_created_but_a_merged_one_stays_a_contact()
    {
        Ticket("A", "06-01 05:00 created new");
        Ticket("B", "06-01 05:00 created new", "06-02 05:00 status spam", "06-04 05:00 status open");
        Ticket("C", "06-01 05:00 created new", "06-02 05:00 status merged");
        fixture.BuildModels();

        Assert.Equal(["3/3", "1/1", "2/2"], new[] { "2026-06-01 06:00:00", "2026-06-03 00:00:00", "2026-06-05 00:00:00" }.Select(asOf => Rate("created", asOf)));
        Assert.Equal(["3/3", "2/2", "3/3"], new[] { "2026-06-01 06:00:00", "2026-06-03 00:00:00", "2026-06-05 00:00:00" }.Select(asOf => Rate("contacts", asOf)));
    }

    [Fact]
    public void An_escalation_counts_for_the_ticket_and_may_bounce_back()
    {
        Ticket("A", "06-01 05:00 created new", "06-01 05:00 team T1_BLR", "06-01 07:00 team T2_SG", "06-01 09:00 team T1_BLR", "06-02 09:00 status solved");
        Ticket("B", "06-01 05:00 created new", "06-01 05:00 team T1_BLR", "06-20 07:00 team T2_SG");
        Ticket("C", "06-01 05:00 created new", "06-01 05:00 team T2_SG");
        Ticket("D", "06-01 05:00 created new", "06-01 05:00 team T1_BLR", "06-21 05:00 status merged");
        fixture.BuildModels();

        Assert.Equal("0/3", Rate("escalation_rate", "2026-06-01 06:00:00"));
        Assert.Equal("1/2", Rate("bounce_back_rate", "2026-06-30 06:00:00"));
        Assert.Equal("1/2", Rate("escalation_rate", "2026-06-30 06:00:00"));
        Assert.Equal(
            ["A T1_BLR T2_SG 120.0 true", "B T1_BLR T2_SG " + Minutes("B") + " false"],
            fixture.Query<string>("select ticket_id || ' ' || from_team || ' ' || to_team || ' ' || tier1_minutes || ' ' || is_bounced_back from fct_escalations where visible_until is null order by 1"));
    }

    [Fact]
    public void All_clocks_of_a_ticket_count_once_they_are_decided()
    {
        Ticket("A", "06-01 05:00 created new", "06-01 05:30 comment", "06-01 07:00 status solved");
        Ticket("B", "06-01 05:00 created new", "06-01 09:30 comment", "06-01 10:00 status solved");
        fixture.BuildModels();

        Assert.Equal("1/1", Rate("sla_all", "2026-06-01 06:00:00"));
        Assert.Equal("1/2", Rate("sla_all", "2026-06-02 06:00:00"));
        Assert.Equal("2/2", Rate("sla_resolution", "2026-06-02 06:00:00"));
        Assert.Equal("1/2", Rate("sla_first_reply", "2026-06-02 06:00:00"));
        Assert.Equal("300/2", Rate("first_reply_minutes", "2026-06-02 06:00:00"));
    }

    [Fact]
    public void What_happens_a_second_after_the_breach_comes_after_the_miss()
    {
        Ticket("A", "06-01 05:00 created new", "06-01 07:00:00 comment");
        Ticket("B", "06-01 05:00 created new", "06-01 07:00:01 comment");
        Ticket("C", "06-01 05:00 created new", "06-01 07:00:01 status spam");
        Ticket("D", "06-01 05:00 created new", "06-01 07:00:02 comment");
        fixture.BuildModels();

        Assert.Equal(["A MET", "B ACTIVE", "C ACTIVE", "D ACTIVE"], FirstReplies("2026-06-01 07:00:00"));
        Assert.Equal(["A MET", "B MISSED_CLOSED", "C EXCLUDED", "D MISSED_OPEN"], FirstReplies("2026-06-01 07:00:01"));
        Assert.Equal(["A MET", "B MISSED_CLOSED", "C EXCLUDED", "D MISSED_CLOSED"], FirstReplies("2026-06-01 07:00:02"));

        IReadOnlyList<string> FirstReplies(string asOf) => fixture.Query<string>($"""
            select ticket_id || ' ' || state from fct_sla_outcomes
            where clock = 'FRT' and visible_from <= timestamp '{asOf}' and (visible_until is null or timestamp '{asOf}' < visible_until)
            order by ticket_id
            """);
    }

    [Fact]
    public void Dimensions_of_a_creation_are_those_after_triage_settled()
    {
        Ticket("A", "06-01 05:00 created new", "06-01 05:10 lob AgeSupport", "06-01 05:16 lob LegalRequests");
        fixture.BuildModels();

        Assert.Equal("AgeSupport", fixture.Query<string>("select lob from fct_tickets").Single());
    }

    [Fact]
    public void A_history_that_contradicts_itself_is_excluded_from_there_on()
    {
        Ticket("A", "06-01 05:00 created new", "06-01 05:30 comment", "06-01 07:00 status solved");
        fixture.Run("update ticket_events set old_value = 'pending' where type = 'status'");
        fixture.Run("insert into tickets (source_system, ticket_id, arrived_at, created_at, status, file_id, line_no) values ('desk', 'B', '2026-06-01', '2026-06-01', 'new', 0, 0)");
        fixture.BuildModels();

        Assert.Equal(["A excluded history_gap", "B excluded history_gap"], fixture.Query<string>("select ticket_id || ' ' || outcome || ' ' || exclusion_reason from fct_sla_outcomes where clock = 'FRT' and visible_until is null order by 1"));
        Assert.Equal("1/1", Rate("sla_first_reply", "2026-06-01 06:00:00"));
        Assert.Equal("0/0", Rate("sla_first_reply", "2026-06-01 07:00:00"));
    }

    public void Dispose() => fixture.Dispose();

    private string Rate(string metric, string asOf) => fixture.Query<string>($"""
        select coalesce(sum(numerator)::integer, 0) || '/' || coalesce(sum(denominator)::integer, 0)
        from (from metric_sla union all by name from metric_sla_all union all by name from metric_durations union all by name from metric_volume union all by name from metric_reopen union all by name from metric_one_touch union all by name from metric_escalation)
        where metric = '{metric}' and visible_from <= timestamp '{asOf}' and (visible_until is null or timestamp '{asOf}' < visible_until)
        """).Single();

    private string Minutes(string ticket) => fixture.Query<string>($"select minutes_before::varchar from fct_escalations where ticket_id = '{ticket}'").Single();

    private void Ticket(string id, params string[] events)
    {
        fixture.Run($"insert into tickets (source_system, ticket_id, arrived_at, created_at, status, market, lob, file_id, line_no) values ('desk', '{id}', '2026-06-01', timestamp '2026-{events[0][..11]}', 'new', 'IN', 'AccountSecurity', 0, 0)");
        foreach (var parts in events.Select(one => one.Split(' ')))
        {
            var actor = parts[2] == "created" ? "end_user" : "agent";
            fixture.Run($"insert into ticket_events (source_system, event_id, ticket_id, occurred_at, seq, type, actor_type, is_public, new_value, file_id, line_no) values ('desk', '{++seq}', '{id}', timestamp '2026-{parts[0]} {parts[1]}', {seq}, '{parts[2]}', '{actor}', true, {SlaVectors.Sql(parts.ElementAtOrDefault(3))}, 0, 0)");
        }
    }
}
