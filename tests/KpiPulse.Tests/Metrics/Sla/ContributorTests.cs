using KpiPulse.Metrics;
using KpiPulse.Testing;
using KpiPulse.Tests.Warehouse;
using Xunit;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>S10: a hand-over five minutes before the breach does not dump the miss on the team that took it.</summary>
public sealed class ContributorTests : IDisposable
{
    private readonly TempWarehouse temp = new();

    [Fact]
    public void A_miss_is_asked_for_by_who_held_it_longest_and_by_who_held_it_last()
    {
        temp.Load(
            [
                .. RandomDesk.Reference,
                ("tickets", [new { ticket_id = "HANDED", created_at = At("01:00"), status = "open" }]),
                ("ticket_events",
                [
                    Event(1, "01:00", "created", "new"), Event(2, "01:00", "team", "T1_A"), Event(3, "03:55", "team", "T2_C"), Event(4, "06:00", "comment", null),
                ]),
            ]);
        using var engine = new MetricEngine(temp.Warehouse);

        Assert.Equal([("T1_A", 1d)], Asked("contributor"));
        Assert.Equal([("T2_C", 1d)], Asked("team"));
        Assert.Equal("HANDED", Rows(new DimensionFilter("contributor", ["T1_A"])));
        Assert.Empty(Rows(new DimensionFilter("contributor", ["T2_C"])));

        List<(string?, double?)> Asked(string by) => [.. engine.Ask(Question() with { By = [by] }, Scope.Everything).Points.Select(point => (point[by], point.Denominator))];
        string Rows(DimensionFilter filter) => string.Join(' ', engine.Tickets(Question() with { Where = [filter] }, Scope.Everything, Outcome.Missed, 0, 10).Rows.Select(row => row.TicketId));
    }

    public void Dispose() => temp.Dispose();

    private static MetricQuestion Question() => new("sla_first_reply") { Period = IsoWeek.Parse("2026-W45").Days };

    private static object Event(int seq, string time, string type, string? value) =>
        new { event_id = $"E{seq}", ticket_id = "HANDED", occurred_at = At(time), seq, type, actor_type = type == "created" ? "end_user" : "agent", is_public = true, new_value = value };

    private static DateTime At(string time) => DateTime.Parse($"2026-11-02 {time}", System.Globalization.CultureInfo.InvariantCulture);
}
