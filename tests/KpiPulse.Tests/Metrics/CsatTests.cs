using KpiPulse.Metrics;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Metrics;

public sealed class CsatTests : IDisposable
{
    private readonly TempWarehouse temp = new();

    [Fact]
    public void Four_and_five_of_five_satisfy_and_three_counts_below_the_line_only()
    {
        temp.Load(
            ("tickets", [Ticket("T1"), Ticket("T2"), Ticket("T3"), Ticket("T4"), Ticket("T5")]),
            ("surveys", [Answer("S1", "T1", 5), Answer("S2", "T2", 4), Answer("S3", "T3", 3), Answer("S4", "T4", 2), Answer("S5", "T5", 1)]));

        Assert.Equal((2, 5), Counts("csat"));
        Assert.Equal((2, 5), Counts("dsat"));
        Assert.Equal((15, 5), Counts("csat_mean"));
    }

    [Fact]
    public void No_answer_is_no_value_and_never_zero()
    {
        temp.Load(("tickets", [Ticket("T1")]));

        var week = new MetricQuestion("csat") { Period = IsoWeek.Parse("2026-W45").Days, Grain = Grain.Week };
        foreach (var question in new[] { new MetricQuestion("csat"), week })
        {
            var point = Ask(question).Only!;
            Assert.Null(point.Value);
            Assert.Equal("no_data", point.Status);
        }
    }

    [Fact]
    public void An_edited_answer_keeps_its_first_week_and_counts_its_last_score()
    {
        temp.Load(
            ("tickets", [Ticket("T1")]),
            ("surveys", [Answer("S1", "T1", 1, "2026-11-04 04:00"), Answer("S1", "T1", 5, "2026-11-11 04:00")]));

        var weeks = Ask(new MetricQuestion("csat") { Grain = Grain.Week }).Points;

        Assert.Equal(["2026-W45: 1 of 1"], weeks.Select(point => $"{point.Period}: {point.Numerator} of {point.Denominator}"));
    }

    [Fact]
    public void As_of_before_the_edit_the_first_score_stands()
    {
        temp.Load(
            ("tickets", [Ticket("T1")]),
            ("surveys", [Answer("S1", "T1", 1, "2026-11-04 04:00"), Answer("S1", "T1", 5, "2026-11-11 04:00")]));

        var point = Ask(new MetricQuestion("csat") { AsOf = new DateTime(2026, 11, 5) }).Only!;

        Assert.Equal((0, 1), (point.Numerator, point.Denominator));
    }

    [Fact]
    public void An_edit_later_than_28_days_changes_nothing()
    {
        temp.Load(
            ("tickets", [Ticket("T1"), Ticket("T2")]),
            ("surveys", [Answer("S1", "T1", 1, "2026-11-04 04:00"), Answer("S1", "T1", 5, "2026-11-30 06:00:01"), Answer("S2", "T2", 2, "2026-11-04 04:00"), Answer("S2", "T2", 4, "2026-11-30 06:00:00")]));

        Assert.Equal((1, 2), Counts("csat"));
    }

    [Fact]
    public void The_week_ends_at_midnight_of_the_reporting_zone()
    {
        temp.Load(
            ("tickets", [Ticket("T1"), Ticket("T2")]),
            // 15:59:59 UTC on Sunday is the last second of the week in Singapore.
            ("surveys", [Answer("S1", "T1", 5, "2026-11-08 15:59:59"), Answer("S2", "T2", 5, "2026-11-08 16:00:00")]));

        var weeks = Ask(new MetricQuestion("csat") { Grain = Grain.Week }).Points;

        Assert.Equal(["2026-W45", "2026-W46"], weeks.Select(point => point.Period));
    }

    [Fact]
    public void Another_zone_moves_answers_to_its_own_days()
    {
        temp.Load(
            ("tickets", [Ticket("T1"), Ticket("T2")]),
            ("surveys", [Answer("S1", "T1", 5, "2026-11-08 15:59:59"), Answer("S2", "T2", 5, "2026-11-08 16:00:00")]));

        var weeks = Ask(new MetricQuestion("csat") { Grain = Grain.Week, Zone = "Asia/Kolkata" }).Points;

        Assert.Equal(["2026-W45: 2"], weeks.Select(point => $"{point.Period}: {point.Denominator}"));
    }

    [Fact]
    public void Ratios_of_cells_are_pooled_never_averaged()
    {
        temp.Load(
            ("tickets", [Ticket("T1", "JP"), Ticket("T2", "JP"), Ticket("T3", "JP"), Ticket("T4", "KR")]),
            ("surveys", [Answer("S1", "T1", 5), Answer("S2", "T2", 5), Answer("S3", "T3", 5), Answer("S4", "T4", 1)]));

        Assert.Equal(0.75, Ask(new MetricQuestion("csat")).Only!.Value);
        Assert.Equal(["JP 1", "KR 0"], Ask(new MetricQuestion("csat") { By = ["market"] }).Points.Select(point => $"{point["market"]} {point.Value}"));
        Assert.Equal(1, Ask(new MetricQuestion("csat") { Where = [new DimensionFilter("market", ["JP"])] }).Only!.Value);
    }

    [Fact]
    public void A_scope_hides_rows_from_numbers_and_from_lists()
    {
        temp.Load(
            ("tickets", [Ticket("T1", "JP"), Ticket("T2", "KR")]),
            ("surveys", [Answer("S1", "T1", 5), Answer("S2", "T2", 1)]));
        var engine = new MetricEngine(temp.Warehouse);
        var scope = new Scope([new DimensionFilter("market", ["KR"])]);

        Assert.Equal(0, engine.Ask(new MetricQuestion("csat"), scope).Only!.Value);
        Assert.Equal(["T2"], engine.Tickets(new MetricQuestion("csat"), scope).Rows.Select(row => row.TicketId));
        Assert.Equal(["KR"], engine.Values("market", scope));
    }

    [Fact]
    public void The_rows_behind_a_number_are_as_many_as_it_says()
    {
        temp.Load(
            ("tickets", [Ticket("T1"), Ticket("T2"), Ticket("T3")]),
            ("surveys", [Answer("S1", "T1", 5), Answer("S2", "T2", 1), Answer("S3", "T3", 4)]));
        var engine = new MetricEngine(temp.Warehouse);

        Assert.Equal(3, engine.Tickets(new MetricQuestion("csat"), Scope.Everything).Count);
        Assert.Equal(2, engine.Tickets(new MetricQuestion("csat"), Scope.Everything, Outcome.Met).Count);
        Assert.Equal(["T2"], engine.Tickets(new MetricQuestion("csat"), Scope.Everything, Outcome.Missed).Rows.Select(row => row.TicketId));
    }

    public void Dispose() => temp.Dispose();

    private static object Ticket(string id, string market = "SG") => new { ticket_id = id, created_at = new DateTime(2026, 11, 2, 1, 0, 0), solved_at = new DateTime(2026, 11, 2, 5, 0, 0), market };

    private static object Answer(string survey, string ticket, int score, string at = "2026-11-03 04:00:00") =>
        new { survey_id = survey, ticket_id = ticket, sent_at = new DateTime(2026, 11, 2, 6, 0, 0), responded_at = DateTime.Parse(at, System.Globalization.CultureInfo.InvariantCulture), score };

    private MetricAnswer Ask(MetricQuestion question) => new MetricEngine(temp.Warehouse).Ask(question, Scope.Everything);

    private (double?, double?) Counts(string metric) => Ask(new MetricQuestion(metric)).Only is { } point ? (point.Numerator, point.Denominator) : default;
}
