using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Passport;
using KpiPulse.Testing;
using KpiPulse.Tests.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Metrics.Passport;

/// <summary>What a number leaves out stands beside it: silent closing, misses that became spam, old backlog.</summary>
public sealed class BesideTests : IDisposable
{
    private readonly TempWarehouse temp = new();
    private int seq;

    [Fact]
    public void An_attainment_and_a_backlog_show_what_they_leave_out()
    {
        temp.Load(
            [
                .. RandomDesk.Reference,
                ("tickets", [Ticket("SPAM", "2026-11-02 01:00"), Ticket("SILENT", "2026-11-02 01:00"), Ticket("OPEN", "2026-11-06 09:00"), Ticket("LATE", "2026-11-02 01:00")]),
                ("ticket_events",
                [
                    Event("SPAM", "2026-11-02 01:00", "created", "new"), Event("SPAM", "2026-11-03 02:00", "status", "spam"),
                    Event("SILENT", "2026-11-02 01:00", "created", "new"), Event("SILENT", "2026-11-02 01:30", "status", "solved"),
                    Event("OPEN", "2026-11-06 09:00", "created", "new"),
                    Event("LATE", "2026-11-02 01:00", "created", "new"), Event("LATE", "2026-11-02 06:00", "comment", null), Event("LATE", "2026-11-02 06:00", "status", "pending"),
                ]),
            ]);

        // Three working hours are promised; five were used.
        Assert.Equal(
            ["undecided 1", "left out: closed_without_reply 1", "left out: spam 1", "missed, then void 1", "minutes used, P90 300", "minutes late, median of the missed 120"],
            Beside("sla_first_reply"));
        Assert.Equal(
            ["aged 0-1 days 1", "aged 2-3 days 0", "aged 4-7 days 1", "aged 8-14 days 0", "aged 15-30 days 0", "aged over 30 days 0", "not waiting for the customer 1",
                "days to work it off at the pace of 28 days 28", "escalated before 0", "median age of the escalated, days "],
            Beside("backlog"));
    }

    [Fact]
    public void CSAT_quality_durations_and_escalations_show_what_keeps_them_honest()
    {
        temp.Load(
            [
                .. RandomDesk.Reference,
                ("tickets", [Ticket("A", "2026-11-02 01:00"), Ticket("B", "2026-11-02 01:00"), Ticket("C", "2026-11-03 01:00"), Ticket("OPEN", "2026-11-08 00:00")]),
                ("ticket_events",
                [
                    Event("A", "2026-11-02 01:00", "created", "new"), Event("A", "2026-11-02 01:00", "team", "T1_A"), Event("A", "2026-11-02 02:00", "status", "solved"),
                    Event("B", "2026-11-02 01:00", "created", "new"), Event("B", "2026-11-02 01:00", "team", "T1_A"), Event("B", "2026-11-02 02:00", "team", "T2_C"), Event("B", "2026-11-02 05:00", "status", "solved"),
                    Event("B", "2026-11-03 01:00", "status", "open"), Event("B", "2026-11-03 03:00", "status", "solved"),
                    Event("C", "2026-11-03 01:00", "created", "new"), Event("C", "2026-11-03 01:00", "team", "T1_B"), Event("C", "2026-11-03 02:00", "status", "solved"),
                    Event("OPEN", "2026-11-08 00:00", "created", "new"), Event("OPEN", "2026-11-10 00:00", "comment", null),
                ]),
                // Three invited, two answer in the week; one answers in the next, about a solve of this one.
                ("surveys", [Survey("S1", "A", "2026-11-02 03:00", "2026-11-03 03:00", 5), Survey("S2", "B", "2026-11-03 04:00", "2026-11-04 03:00", 2), Survey("S3", "C", "2026-11-03 04:00", "2026-11-09 03:00", 4)]),
                ("qa_scorecard_items", [Item("solution", "customer"), Item("greeting", "none")]),
                ("qa_reviews", [Review("R1", "A", "random"), Review("R2", "C", "random"), Review("R3", "B", "targeted")]),
                ("qa_review_items", [Rated("R1", "solution", 1), Rated("R1", "greeting", 1), Rated("R2", "solution", 1), Rated("R2", "greeting", 0), Rated("R3", "solution", 1)]),
            ]);

        Assert.Equal(["answers of 2 of 5 1", "answers of 5 of 5 1", "response rate, low response 1", "by solve cohort: answers 3", $"by solve cohort: share satisfied {2 / 3.0}"], Beside("csat"));
        // T1_A solved A (and T2_C solved B, which nobody reviewed at random), T1_B solved C: 100 and 50, each weighing one ticket.
        Assert.Equal([$"reviews per solved ticket {2 / 3.0}", "mean score weighted by tickets solved of each team 75", "accuracy of items that are not critical 0.5", "listed apart: targeted 1"], Beside("quality"));
        // B took 26 hours from its creation to its last solve and 4 to its first. The data ends on 10 November at midnight UTC.
        Assert.Equal(
            ["full resolution, calendar minutes, median 60", "full resolution, calendar minutes, P90 1260", "first resolution, calendar minutes, median 60", "first resolution, calendar minutes, P90 204"],
            Beside("resolution_p50").Where(fact => fact.Contains("resolution,", StringComparison.Ordinal)));
        Assert.Contains("oldest open, calendar minutes 2880", Beside("resolution_p90"));
        Assert.Equal("minutes with Tier 1 before escalation, median 60", Beside("bounce_back_rate")[0]);
    }

    public void Dispose() => temp.Dispose();

    private static object Survey(string id, string ticket, string sent, string answered, int score) =>
        new { survey_id = id, ticket_id = ticket, sent_at = At(sent), responded_at = At(answered), score, scale_max = 5 };

    private static object Item(string id, string critical) =>
        new { scorecard_id = "CARD", version = 1, item_id = id, weight = 1.0, scale_min = 0.0, scale_max = 1.0, critical, auto_fail = false, pass_mark = 80.0, valid_from = new DateTime(2026, 1, 1) };

    private static object Review(string id, string ticket, string sampling) =>
        new { review_id = id, ticket_id = ticket, interaction_at = At("2026-11-03 04:00"), reviewed_at = At("2026-11-04 04:00"), scorecard_id = "CARD", scorecard_version = 1, state = "final", sampling, source = "manual" };

    private static object Rated(string review, string item, double value) => new { review_id = review, item_id = item, value };

    private List<string> Beside(string metric)
    {
        using var engine = new MetricEngine(temp.Warehouse);
        return [.. new PassportReader(temp.Warehouse, engine, new FrozenWeeks(temp.Warehouse)).Of(new MetricQuestion(metric) { Period = IsoWeek.Parse("2026-W45").Days }, Scope.Everything)
            .Beside.Select(fact => $"{fact.What} {fact.Value}")];
    }

    private static object Ticket(string id, string at) => new { ticket_id = id, created_at = At(at), status = "open" };

    private object Event(string ticket, string at, string type, string? value) =>
        new { event_id = $"E{++seq}", ticket_id = ticket, occurred_at = At(at), seq, type, actor_type = type == "created" ? "end_user" : "agent", is_public = true, new_value = value };

    private static DateTime At(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
