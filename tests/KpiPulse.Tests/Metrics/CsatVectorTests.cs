using System.Globalization;
using System.Text.Json;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Metrics;

/// <summary>T1–T7: every set of the vectors through the warehouse, each in a market of its own, as of its own instant.</summary>
public sealed class CsatVectorTests(CsatVectorTests.Sets sets) : IClassFixture<CsatVectorTests.Sets>
{
    public static TheoryData<string> Cases() => [.. Vectors.Json("csat_sets.json").EnumerateArray().Select(set => set.GetProperty("case_id").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_week_counts_what_was_worked_by_hand(string id)
    {
        var set = Vectors.Json("csat_sets.json").EnumerateArray().Single(candidate => candidate.GetProperty("case_id").GetString() == id);

        var csat = sets.Ask("csat", set);
        var dsat = sets.Ask("dsat", set);
        var rate = sets.Ask("response_rate", set);

        var expected = set.GetProperty("expected");
        var weeks = expected.GetProperty("weeks").EnumerateObject().ToDictionary(week => DateOnly.ParseExact(week.Name, "yyyy-MM-dd", CultureInfo.InvariantCulture), week => week.Value);
        foreach (var (monday, week) in weeks)
        {
            Assert.Equal((Count(week, "satisfied"), Count(week, "responses")), Counts(csat, monday));
            Assert.Equal((Count(week, "dissatisfied"), Count(week, "responses")), Counts(dsat, monday));
            Assert.Equal((Count(week, "responded_7d"), Count(week, "sent")), Counts(rate, monday));
            Vectors.AssertClose(week.GetProperty("csat").GetRawText(), csat.GetValueOrDefault(monday)?.Value);
            Vectors.AssertClose(week.GetProperty("response_rate").GetRawText(), rate.GetValueOrDefault(monday)?.Value);
        }

        Assert.Subset(weeks.Keys.ToHashSet(), csat.Keys.Concat(rate.Keys).ToHashSet());
        Assert.Equal(expected.GetProperty("quarantined").GetInt32(), sets.Waiting(id));
    }

    private static int Count(JsonElement week, string name) => week.GetProperty(name).GetInt32();

    private static (int, int) Counts(Dictionary<DateOnly, MetricPoint> weeks, DateOnly monday) =>
        weeks.TryGetValue(monday, out var point) ? ((int)point.Numerator!.Value, (int)point.Denominator!.Value) : (0, 0);

    public sealed class Sets : IDisposable
    {
        private readonly TempWarehouse temp = new();

        public Sets()
        {
            var sets = Vectors.Json("csat_sets.json").EnumerateArray().ToList();
            temp.Load(
                ("tickets", [.. sets.SelectMany(set => set.GetProperty("tickets").EnumerateArray().Select(ticket => Ticket(set, ticket)))]),
                ("surveys", [.. sets.SelectMany(set => set.GetProperty("surveys").EnumerateArray().Select(survey => Survey(set, survey)))]));
        }

        public Dictionary<DateOnly, MetricPoint> Ask(string metric, JsonElement set) => new MetricEngine(temp.Warehouse).Ask(new MetricQuestion(metric)
        {
            Grain = Grain.Week,
            Zone = Text(set, "time_zone"),
            AsOf = At(set, "as_of"),
            Where = [new DimensionFilter("market", [Text(set, "case_id")!])],
        }, Scope.Everything).Points.ToDictionary(point => point.PeriodStart!.Value);

        /// <summary>Answers whose ticket has not come (I4).</summary>
        public long Waiting(string id)
        {
            using var session = temp.Warehouse.Read();
            return session.Ask<long>("surveys", "select count(*) from surveys anti join tickets using (source_system, ticket_id) where ticket_id like $id || ':%'", new { id })[0];
        }

        public void Dispose() => temp.Dispose();

        private static object Ticket(JsonElement set, JsonElement ticket) => new
        {
            ticket_id = Key(set, ticket, "ticket_id"),
            market = Text(set, "case_id"),
            created_at = new DateTime(2026, 4, 1),
            status = Text(ticket, "status"),
            channel = Text(ticket, "channel"),
            is_test = ticket.TryGetProperty("is_test", out var flag) && flag.ValueKind == JsonValueKind.True,
        };

        private static object Survey(JsonElement set, JsonElement survey) => new
        {
            survey_id = Key(set, survey, "survey_id"),
            ticket_id = Key(set, survey, "ticket_id"),
            sent_at = At(survey, "sent_at"),
            responded_at = At(survey, "responded_at"),
            score = survey.GetProperty("score").ValueKind == JsonValueKind.Number ? survey.GetProperty("score").GetInt32() : (int?)null,
            scale_max = survey.GetProperty("scale_max").GetInt32(),
        };

        private static string Key(JsonElement set, JsonElement row, string property) => $"{Text(set, "case_id")}:{row.GetProperty(property)}";

        private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

        private static DateTime? At(JsonElement element, string property) => Text(element, property) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime : null;
    }
}
