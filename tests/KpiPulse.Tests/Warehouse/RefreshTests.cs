using KpiPulse.Metrics;
using KpiPulse.Metrics.Completeness;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Warehouse;

public sealed class RefreshTests
{
    [Fact]
    public void A_batch_of_touched_tickets_ends_where_a_rebuild_ends()
    {
        using var temp = new TempWarehouse();
        temp.Load(("tickets", [Ticket("T1"), Ticket("T2")]), ("surveys", [Answer("S1", "T1", 5)]));
        temp.LoadBatch(("surveys", [Answer("S2", "T2", 1)]), ("tickets", [Ticket("T3")]));
        var afterBatch = Content(temp);

        temp.Warehouse.RefreshEverything();

        Assert.Equal(Content(temp), afterBatch);
        Assert.Equal(0.5, new MetricEngine(temp.Warehouse).Ask(new MetricQuestion("csat"), Scope.Everything).Only!.Value);
    }

    [Fact]
    public void A_ticket_older_than_all_before_has_its_hours_too()
    {
        using var temp = new TempWarehouse();
        var years = new DateTime(2019, 3, 4, 1, 0, 0);
        temp.Load(
            ("sources", [new { source_system = "desk", source_id = "desk", sla_basis = "events" }]),
            ("calendars", [new { calendar_id = "DAY", version = 1, time_zone = "Asia/Singapore", valid_to = new DateTime(9999, 12, 31) }]),
            ("calendar_weekly", [new { calendar_id = "DAY", version = 1, dow = 1, from_local = "09:00", to_local = "18:00" }]),
            ("sla_policies", [new { policy_id = "P", version = 1, market = "*", lob = "*", calendar_id = "DAY", pause_on_hold = false, valid_from = new DateTime(2010, 1, 1) }]),
            ("sla_targets", [new { policy_id = "P", version = 1, priority = "normal", metric = "RES", target_minutes = 60 }]),
            ("tickets", [Ticket("T1"), Ticket("T2"), Ticket("T3")]),
            ("ticket_events", [Created("E1", "T1", new DateTime(2026, 11, 2, 1, 0, 0))]));

        temp.LoadBatch(
            ("tickets", [new { ticket_id = "OLD", created_at = years, priority = "normal" }]),
            ("ticket_events", [Created("E2", "OLD", years), Solved("E3", "OLD", years.AddHours(3))]));

        using var session = temp.Warehouse.Read();
        Assert.Equal("missed 180", session.Ask<string>("fct_sla_outcomes", "select outcome || ' ' || cast(elapsed_minutes as integer) from fct_sla_outcomes where ticket_id = 'OLD' and clock = 'RES' and visible_until is null")[0]);
    }

    [Fact]
    public void A_table_of_another_version_gives_way_to_the_view_of_its_name()
    {
        using var temp = new TempWarehouse();
        temp.Load(("tickets", [Ticket("T1")]));
        temp.Warehouse.Write(session => session.Run("former", "drop view fct_tickets; create table fct_tickets (ticket_id varchar); create table int_of_before (ticket_id varchar); update model_state set models_sha256 = 'of another version'"));

        temp.Reopen();

        using var session = temp.Warehouse.Read();
        Assert.Equal(1, session.Ask<long>("fct_tickets", "select count(*) from fct_tickets")[0]);
        Assert.Empty(session.Ask<string>("tables", "select table_name from duckdb_tables() where table_name in ('fct_tickets', 'int_of_before')"));
    }

    [Fact]
    public void A_view_of_another_version_gives_way_to_the_table_of_its_name()
    {
        using var temp = new TempWarehouse();
        temp.Load(("tickets", [Ticket("T1")]));
        temp.Warehouse.Write(session => session.Run("former", "drop table fct_reported_tickets; create view fct_reported_tickets as select ticket_id from tickets; update model_state set models_sha256 = 'of another version'"));

        temp.Reopen();

        using var session = temp.Warehouse.Read();
        Assert.Equal(["fct_reported_tickets"], session.Ask<string>("tables", "select table_name from duckdb_tables() where table_name = 'fct_reported_tickets'"));
        Assert.Equal(1, session.Ask<long>("fct_tickets", "select count(*) from fct_tickets")[0]);
    }

    [Theory]
    [InlineData("Asia/Singapore", true)]
    [InlineData("Asia/Kolkata", true)]
    [InlineData("Europe/Berlin", false)]
    [InlineData("Australia/Lord_Howe", false)]
    public void The_reporting_day_is_that_of_the_zones_own_rules(string zone, bool hasOneOffset)
    {
        using var temp = new TempWarehouse(zone);
        using var session = temp.Warehouse.Read();

        Assert.Equal(hasOneOffset, session.Ask<bool>("offset", "select reporting_offset() is not null")[0]);
        Assert.Equal(0, session.Ask<long>("days", $"select count(*) from (select unnest(generate_series(timestamp '1985-01-01', timestamp '2102-01-01', interval 1 hour)) as instant) where reporting_date(instant) <> cast(timezone('{zone}', timezone('UTC', instant)) as date)")[0]);
    }

    [Fact]
    public void The_data_version_rises_with_every_published_change()
    {
        using var temp = new TempWarehouse();
        var before = temp.Warehouse.DataVersion;

        temp.Load(("tickets", [Ticket("T1")]));

        Assert.True(temp.Warehouse.DataVersion > before);
    }

    [Fact]
    public void Rows_wait_for_their_ticket_and_are_told_of_until_it_comes()
    {
        using var temp = new TempWarehouse();
        var completeness = new CompletenessReader(temp.Warehouse);
        temp.Load(("tickets", [Ticket("T1"), Ticket("T2"), Ticket("T3"), Ticket("T4"), Ticket("T5")]), ("surveys", [Answer("S1", "LATER", 5)]));
        Assert.Equal(1, completeness.SetAside().Waiting);

        temp.LoadBatch(("surveys", [Answer("S2", "LATER", 1)]), ("ticket_events", [Created("E1", "NEVER", new DateTime(2026, 11, 2))]));
        Assert.Equal(3, completeness.SetAside().Waiting);
        Assert.Empty(Unexplained());

        temp.LoadBatch(("tickets", [Ticket("LATER")]));
        Assert.Equal(1, completeness.SetAside().Waiting);
        Assert.Empty(Unexplained());

        temp.Warehouse.RefreshEverything();
        Assert.Equal(1, completeness.SetAside().Waiting);

        IEnumerable<FailedCheck> Unexplained()
        {
            using var session = temp.Warehouse.Read();
            return [.. Checks.Failures(session, temp.Warehouse, "doctor").Where(failure => failure.Claim.StartsWith("orphans", StringComparison.Ordinal))];
        }
    }

    [Fact]
    public void No_column_is_a_huge_integer_which_pages_would_pay_for()
    {
        using var temp = new TempWarehouse();
        using var session = temp.Warehouse.Read();

        Assert.Empty(session.Ask<string>("columns", "select table_name || '.' || column_name from information_schema.columns where data_type = 'HUGEINT'"));
    }

    private static List<string> Content(TempWarehouse temp)
    {
        using var session = temp.Warehouse.Read();
        string[] relations = [.. temp.Warehouse.Models.Kept.Concat(temp.Warehouse.Models.Views).Select(model => model.Name), "metric_days"];
        return [.. relations.Select(name => $"{name}: {session.Ask<string>(name, $"select coalesce(cast(sum(hash(rows)) as varchar), 'empty') || ' of ' || count(*) from {name} as rows")[0]}")];
    }

    private static object Ticket(string id) => new { ticket_id = id, created_at = new DateTime(2026, 11, 2, 1, 0, 0), solved_at = new DateTime(2026, 11, 2, 5, 0, 0) };

    private static object Created(string id, string ticket, DateTime at) => new { event_id = id, ticket_id = ticket, occurred_at = at, seq = 1, type = "created", actor_type = "end_user", new_value = "new" };

    private static object Solved(string id, string ticket, DateTime at) => new { event_id = id, ticket_id = ticket, occurred_at = at, seq = 2, type = "status", actor_type = "agent", old_value = "new", new_value = "solved" };

    private static object Answer(string survey, string ticket, int score) =>
        new { survey_id = survey, ticket_id = ticket, sent_at = new DateTime(2026, 11, 2, 6, 0, 0), responded_at = new DateTime(2026, 11, 3, 4, 0, 0), score };
}
