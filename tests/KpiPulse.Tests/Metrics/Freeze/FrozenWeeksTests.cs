using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Testing;
using KpiPulse.Warehouse;
using KpiPulse.Warehouse.Landing;
using Xunit;

namespace KpiPulse.Tests.Metrics.Freeze;

/// <summary>2026-W44 is Monday 26 October to Sunday 1 November in Singapore; it closes on 8 November 16:00 UTC.</summary>
public sealed class FrozenWeeksTests : IDisposable
{
    private static readonly IsoWeek W44 = IsoWeek.Parse("2026-W44");

    private readonly TempWarehouse temp = new();
    private readonly FrozenWeeks weeks;

    public FrozenWeeksTests()
    {
        weeks = new FrozenWeeks(temp.Warehouse);
        Receive(1, "first.csv");
        temp.Load(
            ("tickets", [Ticket("T1", "SG"), Ticket("T2", "SG"), Ticket("T3", "JP"), new { ticket_id = "T9", created_at = Utc(11, 12) }]),
            ("surveys", [Answer("S1", "T1", 5), Answer("S3", "T3", 1)]));
    }

    [Fact]
    public void A_week_closes_seven_days_after_its_end_as_of_that_instant()
    {
        Assert.Equal(WeekState.Provisional, weeks.Of(W44).State);

        var closed = Close();

        // The data ends on 12 November, so that W45 (until 15 November) is not due.
        Assert.Equal(["2026-W44"], closed.Select(week => week.Week.ToString()));
        Assert.Equal(new DateTime(2026, 11, 8, 16, 0, 0), weeks.Of(W44).AsOf);
        Assert.Equal(FrozenWeeks.NightlyJob, weeks.Of(W44).By);
        Assert.Empty(Close());
    }

    [Fact]
    public void A_sign_off_may_close_a_week_that_is_over_and_only_once()
    {
        Assert.Contains("is not over", Assert.Throws<QuestionException>(() => weeks.Freeze(W44, Utc(10, 31), "Mei")).Message, StringComparison.Ordinal);
        Assert.Contains("The data ends", Assert.Throws<QuestionException>(() => weeks.Freeze(W44, Utc(11, 20), "Mei")).Message, StringComparison.Ordinal);

        weeks.Freeze(W44, Utc(11, 3), "Mei", "agreed in the review");

        Assert.Contains("by Mei", Assert.Throws<QuestionException>(() => weeks.Freeze(W44, Utc(11, 4), "Arun")).Message, StringComparison.Ordinal);
        Assert.Equal("agreed in the review", weeks.Of(W44).Note);
    }

    [Fact]
    public void A_late_survey_restates_its_cells_and_no_others()
    {
        Close();
        Assert.Empty(weeks.Restatements(W44, Scope.Everything));

        Receive(2, "late.csv");
        temp.LoadBatch(("surveys", [Answer("S2", "T2", 2, file: 2)]));

        var restated = weeks.Restatements(W44, Scope.Everything);
        var csat = restated.Where(each => each.Cell.Metric == "csat").ToDictionary(each => (each.Cell.By, each.Cell.Market));
        Assert.Equal(0.5, csat[("", null)].Frozen!.Value);
        Assert.Equal(1d / 3, csat[("", null)].Now!.Value);
        Assert.Equal("late surveys 1", csat[("", null)].Why);
        Assert.Equal(2, csat[("market", "SG")].Now!.N);
        Assert.DoesNotContain(restated, each => each.Cell.Market == "JP");
        Assert.All(restated, each => Assert.Contains(each.Cell.Metric, (string[])["csat", "dsat", "csat_mean", "response_rate"]));
        Assert.Equal([(1, true), (2, false)], weeks.Inputs(W44).Select(file => (file.FileId, file.WasKnown!.Value)));
    }

    [Fact]
    public void A_reader_of_one_market_sees_that_markets_restatements()
    {
        Close();
        Receive(2, "late.csv");
        temp.LoadBatch(("surveys", [Answer("S2", "T2", 2, file: 2)]));

        var ofSingapore = weeks.Restatements(W44, new Scope([new DimensionFilter("market", ["SG"])]));

        Assert.NotEmpty(ofSingapore);
        Assert.All(ofSingapore, each => Assert.Equal("SG", each.Cell.Market));
        Assert.Empty(weeks.Restatements(W44, new Scope([new DimensionFilter("market", ["JP"])])));
        Assert.Empty(weeks.Restatements(W44, new Scope([new DimensionFilter("agent", ["A1"])])));
    }

    [Fact]
    public void An_edited_answer_is_a_restatement_with_that_reason()
    {
        Close();
        Receive(2, "edits.csv");
        temp.LoadBatch(("surveys", [Answer("S1", "T1", 1, file: 2, answered: Utc(11, 10))]));

        var whole = weeks.Restatements(W44, Scope.Everything).Single(each => each.Cell is { Metric: "csat", By: "" });

        Assert.Equal((1, 0), ((int)whole.Frozen!.Numerator, (int)whole.Now!.Numerator));
        Assert.Equal("answers changed 1", whole.Why);
    }

    [Fact]
    public void A_frozen_number_that_the_same_data_does_not_give_is_found()
    {
        Close();
        Assert.Empty(weeks.Contradictions());

        temp.Warehouse.Write(session => session.Run("tamper", "update kpi_week_snapshot set numerator = numerator + 1 where metric = 'csat' and cell_by = ''"));

        Assert.Equal("csat", Assert.Single(weeks.Contradictions()).Cell.Metric);
    }

    [Fact]
    public void A_rebuild_leaves_frozen_weeks_alone()
    {
        Close();
        var before = weeks.Cells(W44, Scope.Everything);

        Emptying.Empty(temp.Warehouse);

        Assert.True(weeks.Of(W44).IsFrozen);
        Assert.Equal(before.OrderBy(cell => cell.Key.ToString()), weeks.Cells(W44, Scope.Everything).OrderBy(cell => cell.Key.ToString()));
    }

    public void Dispose() => temp.Dispose();

    private IReadOnlyList<FrozenWeek> Close() => weeks.FreezeDue(TestContext.Current.CancellationToken);

    private void Receive(int fileId, string name) => temp.Warehouse.Write(session => session.Run("received_files", """
        insert into received_files (file_id, sha256, file_name, bytes, received_at, source_id, state, offered, loaded, updated, rejected, seconds, settled_at)
        values ($id, 'hash of ' || $name, $name, 10, timestamp '2026-11-12', 'desk', 'loaded', 1, 1, 0, 0, 0.1, timestamp '2026-11-12')
        """, new { id = fileId, name }));

    private static DateTime Utc(int month, int day) => new(2026, month, day, 1, 0, 0);

    private static object Ticket(string id, string market) => new { ticket_id = id, market, created_at = Utc(10, 27), solved_at = Utc(10, 28) };

    private static object Answer(string survey, string ticket, int score, int file = 1, DateTime? answered = null) =>
        new { survey_id = survey, ticket_id = ticket, sent_at = Utc(10, 28), responded_at = answered ?? Utc(10, 29), score, file_id = file };
}
