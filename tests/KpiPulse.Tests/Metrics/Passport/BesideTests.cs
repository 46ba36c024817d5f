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

    public void Dispose() => temp.Dispose();

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
