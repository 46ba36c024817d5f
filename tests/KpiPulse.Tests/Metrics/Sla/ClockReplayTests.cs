using Dapper;
using Xunit;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>The replay of a ticket's clocks: its stretches say what the clocks say, and which calendar and rule made them.</summary>
public sealed class ClockReplayTests(SlaHistoriesTests.Histories histories) : IClassFixture<SlaHistoriesTests.Histories>
{
    private const string Until = "2026-12-31 00:00:00";

    public static TheoryData<string> Cases() => SlaHistoriesTests.Cases();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Running_stretches_add_up_to_what_the_clock_used(string id)
    {
        var stretches = Replay(id).ToLookup(row => (row.Clock, row.Cycle));

        foreach (var clock in AsOf(id).Where(clock => clock.Outcome != "excluded"))
            Assert.Equal(clock.ElapsedMinutes, stretches[(clock.Clock, clock.Cycle)].Where(row => row.Kind == "running").Sum(row => row.Minutes), 4);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stretches_of_a_clock_follow_each_other_without_a_gap(string id)
    {
        foreach (var clock in Replay(id).GroupBy(row => (row.Clock, row.Cycle)))
        {
            foreach (var (earlier, later) in clock.Zip(clock.Skip(1)))
                Assert.Equal(earlier.EndsAt, later.StartsAt);
            Assert.All(clock, row => Assert.Contains(row.Kind, (string[])["running", "paused", "out_of_hours", "solved", "void", "no_policy"]));
            Assert.All(clock.Where(row => row.Kind is "running" or "out_of_hours"), row => Assert.NotNull(row.CalendarId));
            Assert.All(clock, row => Assert.NotEmpty(row.Rule));
        }
    }

    private List<Stretch> Replay(string id)
    {
        histories.Connection.Execute($"update warehouse_state set data_until = timestamp '{Until}'");
        return [.. histories.Connection.Query<Stretch>(SlaFixture.QueryText("sla_clock_replay"), new { source_system = "vectors", ticket_id = id })];
    }

    private List<Answer> AsOf(string id) =>
        [.. histories.Connection.Query<Answer>(SlaFixture.QueryText("sla_clocks_as_of"), new { source_system = "vectors", ticket_id = id, as_of = DateTime.Parse(Until, System.Globalization.CultureInfo.InvariantCulture) })];

    // Classes with setters: these two queries have more columns than the test is about.
    private sealed class Stretch
    {
        public string Clock { get; set; } = "";

        public int Cycle { get; set; }

        public DateTime StartsAt { get; set; }

        public DateTime EndsAt { get; set; }

        public string Kind { get; set; } = "";

        public string Rule { get; set; } = "";

        public string? CalendarId { get; set; }

        public double Minutes { get; set; }
    }

    private sealed class Answer
    {
        public string Clock { get; set; } = "";

        public int Cycle { get; set; }

        public string Outcome { get; set; } = "";

        public double ElapsedMinutes { get; set; }
    }
}
