using System.Globalization;
using System.Text.Json;
using Dapper;
using NodaTime;
using Xunit;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>S1–S15: every history of the vectors, each as of its own instant over its whole history, so that later events must stay invisible (C8).</summary>
public sealed class SlaHistoriesTests(SlaHistoriesTests.Histories histories) : IClassFixture<SlaHistoriesTests.Histories>
{
    public static TheoryData<string> Cases() => [.. SlaVectors.Json("sla_histories.json").GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("case_id").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_clock_of_a_history_ends_as_worked_by_hand(string id)
    {
        var one = SlaVectors.Json("sla_histories.json").GetProperty("cases").EnumerateArray().Single(candidate => candidate.GetProperty("case_id").GetString() == id);

        var expected = one.GetProperty("expected").EnumerateArray().Select(Expected).Order(StringComparer.Ordinal);
        var actual = histories.AsOf(id, SlaVectors.At(one.GetProperty("as_of").GetString()!)).Order(StringComparer.Ordinal);

        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    private static string Expected(JsonElement clock) => string.Join(" | ", Columns.Select(column => Show(clock.GetProperty(column))));

    private static readonly string[] Columns = ["metric", "cycle", "clock_start", "state", "kpi_outcome", "exclusion_reason", "elapsed_minutes", "target_minutes", "due_at", "breach_at", "completed_at", "kpi_date", "owner_team", "contributor_team"];

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "-",
        JsonValueKind.Number => Math.Round(value.GetDouble(), 6).ToString(CultureInfo.InvariantCulture),
        _ => value.GetString()!,
    };

    public sealed class Histories : IDisposable
    {
        private readonly SlaFixture fixture = new();

        public Histories()
        {
            SlaVectors.InsertCalendars(fixture);
            SlaVectors.InsertPolicies(fixture);
            fixture.Run("insert into sources values ('vectors', 'vectors', 'events', null)");
            foreach (var one in SlaVectors.Json("sla_histories.json").GetProperty("cases").EnumerateArray())
                Insert(one.GetProperty("case_id").GetString()!, [.. one.GetProperty("events").EnumerateArray()]);
            fixture.BuildModels();
        }

        public DuckDB.NET.Data.DuckDBConnection Connection => fixture.Connection;

        public IEnumerable<string> AsOf(string ticketId, Instant asOf)
        {
            var rows = fixture.Connection.Query(SlaFixture.QueryText("sla_clocks_as_of"), new { source_system = "vectors", ticket_id = ticketId, as_of = asOf.ToDateTimeUtc() });
            return rows.Cast<IDictionary<string, object?>>().Select(row => string.Join(" | ", new[]
            {
                row["clock"], row["cycle"], row["clock_start_at"], row["state"], ((string)row["outcome"]!).ToUpperInvariant(), row["exclusion_reason"],
                row["elapsed_minutes"], row["target_minutes"], row["due_at"], row["breach_at"], row["completed_at"], row["attributed_at"], row["owner_team"], row["contributor_team"],
            }.Select(Show)));
        }

        public void Dispose() => fixture.Dispose();

        private static string Show(object? value) => value switch
        {
            null or DBNull => "-",
            DateTime at => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            double number => Math.Round(number, 6).ToString(CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

        private void Insert(string id, JsonElement[] events)
        {
            var created = SlaVectors.At(events[0].GetProperty("at").GetString()!);
            fixture.Run($"insert into tickets (source_system, ticket_id, arrived_at, created_at, status, file_id, line_no) values ('vectors', '{id}', {SlaVectors.Sql(created)}, {SlaVectors.Sql(created)}, 'new', 0, 0)");
            foreach (var one in events)
            {
                var at = SlaVectors.Sql(SlaVectors.At(one.GetProperty("at").GetString()!));
                var seq = one.GetProperty("seq").GetInt32() * 10;
                var type = one.GetProperty("type").GetString()!;
                var isPublic = one.TryGetProperty("public", out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean().ToString() : "null";
                Add(id, at, seq, type, SlaVectors.Text(one, "by") ?? "system", isPublic, type == "created" ? SlaVectors.Text(one, "status") : SlaVectors.Text(one, "to"));
                if (type != "created")
                    continue;
                foreach (var attribute in new[] { "priority", "market", "lob", "team" }.Where(attribute => SlaVectors.Text(one, attribute) is not null))
                    Add(id, at, ++seq, attribute, "system", "null", SlaVectors.Text(one, attribute));
            }
        }

        private void Add(string id, string at, int seq, string type, string actor, string isPublic, string? value) =>
            fixture.Run($"insert into ticket_events (source_system, event_id, ticket_id, occurred_at, seq, type, actor_type, is_public, new_value, file_id, line_no) values ('vectors', '{id}-{seq}', '{id}', {at}, {seq}, '{type}', '{actor}', {isPublic}, {SlaVectors.Sql(value)}, 0, {seq})");
    }
}
