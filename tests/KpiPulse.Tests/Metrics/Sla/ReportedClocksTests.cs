using System.Globalization;
using Dapper;
using Xunit;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>The bases of sources without history (amendment 3), on tickets small enough to judge by eye.</summary>
public sealed class ReportedClocksTests : IDisposable
{
    private readonly SlaFixture fixture = new();

    public ReportedClocksTests()
    {
        SlaVectors.InsertCalendars(fixture);
        SlaVectors.InsertPolicies(fixture);
        fixture.Run("insert into sources values ('city', 'city', 'due_at', null), ('desk', 'desk', 'timestamps', null), ('vendor', 'vendor', 'declared', null)");
    }

    [Fact]
    public void Completed_at_the_due_instant_is_met_and_open_past_it_is_missed_only_afterwards()
    {
        Ticket("city", "exact", "closed", solved: "2026-06-02 10:00", due: "2026-06-02 10:00");
        Ticket("city", "late", "closed", solved: "2026-06-03 10:00", due: "2026-06-02 10:00");
        Ticket("city", "open", "open", solved: "2026-06-02 09:00", due: "2026-06-02 10:00");
        Ticket("city", "second", "closed", solved: "2026-06-02 10:00:01", due: "2026-06-02 10:00");
        Ticket("city", "endless", "open");
        fixture.BuildModels();

        Assert.Equal(["endless excluded no_due_date", "exact met ", "late pending ", "open pending ", "second pending "], Outcomes("RES", "2026-06-02 10:00:00"));
        Assert.Equal(["endless excluded no_due_date", "exact met ", "late missed ", "open missed ", "second missed "], Outcomes("RES", "2026-06-02 10:00:01"));
        Assert.Empty(Outcomes("FRT", "2026-06-02 10:00:00"));
    }

    [Fact]
    public void Timestamps_count_business_minutes_under_the_policy_in_force()
    {
        Ticket("desk", "met", "closed", created: "2026-06-01 12:00", reply: "2026-06-02 05:00", solved: "2026-06-02 06:00");
        Ticket("desk", "missed", "closed", created: "2026-06-01 12:00", reply: "2026-06-02 05:01", solved: "2026-06-02 06:00");
        Ticket("desk", "backwards", "open", created: "2026-06-01 12:00", reply: "2026-06-01 11:00");
        Ticket("desk", "unpromised", "open", created: "2026-06-01 12:00", market: "XX");
        Ticket("desk", "waiting", "open", created: "2026-06-01 12:00");
        Ticket("desk", "silent", "closed", created: "2026-06-01 12:00", solved: "2026-06-01 12:30");
        fixture.BuildModels();

        Assert.Equal(
            ["backwards excluded negative_time", "met met ", "missed missed ", "silent excluded closed_without_reply", "unpromised excluded no_policy", "waiting missed "],
            Outcomes("FRT", "2026-06-03 00:00:00"));
        Assert.Equal(121, fixture.Query<double>("select elapsed_minutes from fct_sla_outcomes where ticket_id = 'missed' and clock = 'FRT' and visible_until is null").Single());
    }

    [Fact]
    public void A_due_instant_is_told_as_of_any_instant_whether_the_clock_was_met_or_missed()
    {
        Ticket("desk", "closing", "closed", created: "2026-06-01 11:00", reply: "2026-06-01 12:30", solved: "2026-06-05 06:00");
        Ticket("desk", "late", "closed", created: "2026-06-01 11:00", reply: "2026-06-02 04:01", solved: "2026-06-05 06:00");
        Ticket("desk", "overnight", "closed", created: "2026-06-01 12:00", reply: "2026-06-02 04:30", solved: "2026-06-05 06:00");
        Ticket("city", "promised", "closed", solved: "2026-06-02 09:00", due: "2026-06-02 10:00");
        fixture.BuildModels();

        // Used up exactly at closing is due then (B3), and missed only once the calendar runs again (S3).
        Assert.Equal(["closing 2026-06-01 13:00:00 ", "late 2026-06-01 13:00:00 ", "overnight 2026-06-02 05:00:00 "], DueThen("FRT", "2026-06-01 12:00:00").Where(row => !row.StartsWith("promised", StringComparison.Ordinal)));
        Assert.Equal(["promised 2026-06-02 10:00:00 "], DueThen("RES", "2026-06-01 12:00:00").Where(row => row.StartsWith("promised", StringComparison.Ordinal)));
        Assert.Equal(["late 2026-06-01 13:00:00 2026-06-02 04:00:00"], DueThen("FRT", "2026-06-03 12:00:00").Where(row => row.StartsWith("late", StringComparison.Ordinal)));
    }

    /// <summary>And a kept instant lies near each of them, by whose bounds the daily cube reads its days.</summary>
    [Fact]
    public void Overdue_begins_a_second_after_the_promise_or_with_a_ticket_that_came_too_late_and_ends_when_solved()
    {
        Ticket("city", "late", "closed", solved: "2026-06-03 10:00", due: "2026-06-02 10:00");
        Ticket("city", "met", "closed", solved: "2026-06-02 09:00", due: "2026-06-02 10:00");
        Ticket("city", "midnight", "open", due: "2026-06-02 15:59:59");
        Ticket("city", "hopeless", "open", due: "2026-05-20 10:00");
        fixture.BuildModels();

        Assert.Equal(
            ["hopeless 1 2026-06-01 10:00:00 on 2026-06-01", "late -1 2026-06-03 10:00:00 on 2026-06-03", "late 1 2026-06-02 10:00:01 on 2026-06-02", "midnight 1 2026-06-02 16:00:00 on 2026-06-03"],
            fixture.Query<string>("select concat_ws(' ', ticket_id, cast(numerator as integer), attributed_at, 'on', attributed_on) from metric_backlog where metric = 'backlog_overdue' order by 1"));
        Assert.Equal(4, fixture.Query<int>("select cast(count(*) as integer) from metric_backlog where metric = 'backlog_overdue' and abs(epoch(stored_at) - epoch(attributed_at)) <= 86400").Single());
        Assert.Equal(0, fixture.Query<int>("select cast(count(*) as integer) from metric_backlog where metric <> 'backlog_overdue' and stored_at is distinct from attributed_at").Single());
    }

    [Fact]
    public void A_declared_outcome_is_taken_at_its_word()
    {
        fixture.Run("insert into tickets (source_system, ticket_id, arrived_at, created_at, status, solved_at, resolution_met, file_id, line_no) values ('vendor', 'yes', '2026-06-01', '2026-06-01', 'closed', '2026-06-04', true, 0, 0), ('vendor', 'no', '2026-06-01', '2026-06-01', 'open', null, false, 0, 0)");
        fixture.BuildModels();

        Assert.Equal(["no missed ", "yes met "], Outcomes("RES", "2026-06-05 00:00:00"));
        Assert.Equal(["no missed "], Outcomes("RES", "2026-06-02 00:00:00"));
    }

    public void Dispose() => fixture.Dispose();

    private IReadOnlyList<string> Outcomes(string clock, string asOf) => fixture.Query<string>($"""
        select ticket_id || ' ' || outcome || ' ' || coalesce(exclusion_reason, '') from fct_sla_outcomes
        where clock = '{clock}' and visible_from <= timestamp '{asOf}' and (visible_until is null or timestamp '{asOf}' < visible_until)
        order by ticket_id
        """);

    private IReadOnlyList<string> DueThen(string clock, string asOf) =>
        [.. fixture.Connection.Query(SlaFixture.QueryText("sla_clocks_as_of"), new { source_system = (string?)null, ticket_id = (string?)null, as_of = DateTime.Parse(asOf, CultureInfo.InvariantCulture) })
            .Cast<IDictionary<string, object?>>().Where(row => (string)row["clock"]! == clock)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row["ticket_id"]} {row["due_at"]:yyyy-MM-dd HH:mm:ss} {row["breach_at"]:yyyy-MM-dd HH:mm:ss}"))];

    private void Ticket(string source, string id, string status, string created = "2026-06-01 10:00", string? reply = null, string? solved = null, string? due = null, string market = "IN") =>
        fixture.Run($"""
            insert into tickets (source_system, ticket_id, arrived_at, created_at, status, market, lob, first_reply_at, solved_at, resolution_due_at, file_id, line_no)
            values ('{source}', '{id}', timestamp '{created}', timestamp '{created}', '{status}', '{market}', 'AccountSecurity', {SlaVectors.Sql(reply)}, {SlaVectors.Sql(solved)}, {SlaVectors.Sql(due)}, 0, 0)
            """);
}
