using System.Globalization;
using Dapper;
using NodaTime;
using Xunit;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>Whatever happens to a ticket, the models say what a walk through its events and minutes says, as of any instant. More by hand: KPIPULSE_RANDOM_HISTORIES=5000, others with KPIPULSE_RANDOM_SEED.</summary>
public sealed class RandomHistoriesTests(RandomHistoriesTests.Histories histories) : IClassFixture<RandomHistoriesTests.Histories>
{
    // Each history is walked at every fourth of them.
    private const int Instants = 16;
    private const int Shifts = 4;

    [Fact]
    public void Every_clock_equals_the_walk_as_of_random_instants()
    {
        var random = new Random(77);
        var differences = new List<string>();
        for (var i = 0; i < Instants; i++)
        {
            var asOf = Histories.Begin + Duration.FromSeconds(random.Next(Histories.Days * 86400));
            var actual = histories.AsOf(asOf);
            foreach (var (ticket, events) in histories.Events.Where((_, index) => index % Shifts == i % Shifts))
            {
                var expected = histories.Walk(events, asOf);
                var found = actual[ticket].Order(StringComparer.Ordinal).ToList();
                if (!expected.SequenceEqual(found))
                    differences.Add($"{ticket} as of {asOf}\n  expected {string.Join("\n           ", expected.Except(found))}\n  found    {string.Join("\n           ", found.Except(expected))}\n  {string.Join("\n  ", events)}");
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differ:\n{string.Join('\n', differences.Take(4))}");
    }

    [Fact]
    public void A_subset_of_tickets_is_answered_as_within_the_whole()
    {
        var whole = histories.Rows("");
        histories.BuildSubset();

        Assert.NotEmpty(whole);
        Assert.Equal(whole, histories.Rows("_subset"));
    }

    public sealed class Histories : IDisposable
    {
        private static readonly string[] Subset = ["int_ticket_states", "int_sla_stretches", "int_sla_clocks", "int_sla_breaches", "int_sla_visible", "int_sla_ticket_answers", "fct_replayed_clocks", "fct_replayed_tickets", "fct_replayed_solves", "fct_replayed_spells", "fct_escalations"];

        private readonly SlaFixture fixture = new();
        private readonly Dictionary<string, OpenMinutes> calendars = SlaVectors.Json("calendars.json").GetProperty("calendars").EnumerateObject().ToDictionary(calendar => calendar.Name, calendar => new OpenMinutes(calendar.Value, Begin, Days));
        private readonly Func<string?, string?, Instant, PolicyTargets?> policies = SlaVectors.Policies();

        public Histories()
        {
            SlaVectors.InsertCalendars(fixture);
            SlaVectors.InsertPolicies(fixture);
            fixture.Run("insert into sources values ('random', 'random', 'events', null)");
            var random = new Random(Setting("KPIPULSE_RANDOM_SEED", 4711));
            for (var i = 0; i < Setting("KPIPULSE_RANDOM_HISTORIES", 400); i++)
                Events.Add($"R{i}", Random(random));
            Insert();
            fixture.BuildModels();
        }

        public const int Days = 14;

        public static Instant Begin { get; } = Instant.FromUtc(2026, 6, 1, 0, 0);

        internal Dictionary<string, List<HistoryEvent>> Events { get; } = [];

        public ILookup<string, string> AsOf(Instant asOf)
        {
            var rows = fixture.Connection.Query(SlaFixture.QueryText("sla_clocks_as_of"), new { source_system = "random", ticket_id = (string?)null, as_of = asOf.ToDateTimeUtc() });
            return rows.Cast<IDictionary<string, object?>>().ToLookup(row => (string)row["ticket_id"]!, row => new ClockAnswer(
                (string)row["clock"]!, (int)row["cycle"]!, Read(row["clock_start_at"])!.Value, (string)row["state"]!, row["exclusion_reason"] as string,
                Convert.ToDouble(row["elapsed_minutes"], CultureInfo.InvariantCulture), row["target_minutes"] is { } target ? Convert.ToInt32(target, CultureInfo.InvariantCulture) : null,
                Read(row["breach_at"]), Read(row["completed_at"]), row["owner_team"] as string, row["contributor_team"] as string).ToString());
        }

        internal List<string> Walk(List<HistoryEvent> events, Instant asOf)
        {
            var walker = new BruteForceClocks(events, asOf, calendars, (market, lob) => policies(market, lob, events[0].At), new HashSet<string> { "T2_SG", "T2_BLR" });
            return [.. walker.Answers().Select(answer => answer.ToString())];
        }

        public IReadOnlyList<string> Rows(string suffix) => [.. Subset.Where(name => name.StartsWith("fct", StringComparison.Ordinal))
            .SelectMany(name => fixture.Query<string>($"select '{name} ' || to_json(rows)::varchar from {name}{suffix} as rows where hash(ticket_id) % 7 = 0 order by 1"))];

        public void BuildSubset()
        {
            foreach (var table in new[] { "tickets", "ticket_events" })
                fixture.Run($"create or replace temp view {table} as select * from memory.main.{table} where hash(ticket_id) % 7 = 0");
            foreach (var name in Subset)
                fixture.Run($"create or replace temp table {name} as\n{SlaFixture.ModelText(name)}");
            foreach (var name in Subset)
                fixture.Run($"create or replace temp table {name}_subset as from temp.{name}; drop table temp.{name}");
            foreach (var table in new[] { "tickets", "ticket_events" })
                fixture.Run($"drop view temp.{table}");
        }

        public void Dispose() => fixture.Dispose();

        private static int Setting(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

        private static Instant? Read(object? value) => value is DateTime at ? Instant.FromDateTimeUtc(DateTime.SpecifyKind(new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond)), DateTimeKind.Utc)) : null;

        private static List<HistoryEvent> Random(Random random)
        {
            T One<T>(params T[] values) => values[random.Next(values.Length)];
            var at = Begin + Duration.FromMinutes(random.Next(3 * 1440));
            var seq = 0;
            var events = new List<HistoryEvent> { new(at, ++seq, "created", One("end_user", "end_user", "agent"), random.Next(4) > 0, One("new", "new", "open", "pending")) };
            events.Add(new(at, ++seq, "priority", "system", false, One("urgent", "high", "normal", "low")));
            events.Add(new(at, ++seq, "market", "system", false, One("IN", "IN", "SG", "AU", "PH")));
            events.Add(new(at, ++seq, "lob", "system", false, One("AccountSecurity", "AccountSecurity", "AgeSupport", "LegalRequests", "Appeals")));
            if (random.Next(3) > 0)
                events.Add(new(at, ++seq, "team", "system", false, One("T1_BLR", "T1_MNL", "T2_SG")));
            for (var left = random.Next(12); left > 0; left--)
            {
                at += Duration.FromMinutes(random.Next(5) == 0 ? 0 : random.Next(1, random.Next(2) == 0 ? 90 : 1200));
                events.Add(random.Next(9) switch
                {
                    0 => new(at, ++seq, "priority", "agent", false, One("urgent", "high", "normal", "low", null)),
                    1 => new(at, ++seq, "team", "agent", false, One("T1_BLR", "T1_MNL", "T2_SG", "T2_BLR", null)),
                    2 => One(new HistoryEvent(at, ++seq, "market", "agent", false, One("IN", "SG", "AU", "XX")), new HistoryEvent(at, seq, "lob", "agent", false, One("AccountSecurity", "AgeSupport", "LegalRequests"))),
                    3 or 4 => new(at, ++seq, "status", "agent", false, One("open", "pending", "hold", "solved", "solved", "closed", "open", One("merged", "spam", "deleted"))),
                    _ => new(at, ++seq, "comment", One("end_user", "agent", "agent", "bot"), random.Next(5) > 0, null),
                });
            }

            return events;
        }

        private void Insert()
        {
            foreach (var (ticket, events) in Events)
            {
                var created = SlaVectors.Sql(events[0].At);
                fixture.Run($"insert into tickets (source_system, ticket_id, arrived_at, created_at, status, file_id, line_no) values ('random', '{ticket}', {created}, {created}, 'new', 0, 0)");
                fixture.Run("insert into ticket_events (source_system, event_id, ticket_id, occurred_at, seq, type, actor_type, is_public, new_value, file_id, line_no) values "
                    + string.Join(", ", events.Select(one => $"('random', '{ticket}-{one.Seq}', '{ticket}', {SlaVectors.Sql(one.At)}, {one.Seq}, '{one.Type}', '{one.Actor}', {one.IsPublic}, {SlaVectors.Sql(one.Value)}, 0, 0)")));
            }
        }
    }
}
