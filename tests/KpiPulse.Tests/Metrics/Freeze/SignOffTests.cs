using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Review;
using KpiPulse.Testing;
using KpiPulse.Warehouse.Landing;
using Xunit;

namespace KpiPulse.Tests.Metrics.Freeze;

/// <summary>2026-W46 is Monday 9 to Sunday 15 November in Singapore: it ends at 16:00 UTC on Sunday, and the clock says 16 November 01:00 UTC.</summary>
public sealed class SignOffTests : IDisposable
{
    private static readonly IsoWeek W46 = IsoWeek.Parse("2026-W46");
    private static readonly DateTime End = new(2026, 11, 15, 16, 0, 0);

    private readonly TempWarehouse temp = new();
    private readonly MetricEngine engine;

    public SignOffTests()
    {
        temp.Load(
            ("tickets", [Ticket("T1", "SG"), Ticket("T2", "SG"), Ticket("T3", "JP")]),
            ("surveys", [Answer("S1", "T1", 5, At(14)), Answer("S3", "T3", 1, At(15))]));
        engine = new MetricEngine(temp.Warehouse);
    }

    [Fact]
    public void A_week_whose_last_export_ends_some_hours_before_it_can_be_signed_as_of_its_end()
    {
        var signed = engine.Frozen.SignOff(W46, " Mei Tan ", "agreed on Monday");

        Assert.Equal((End, "Mei Tan", "agreed on Monday"), (signed.AsOf, signed.By, signed.Note));
        Assert.True(engine.Frozen.Of(W46).IsFrozen);
        Assert.Empty(engine.Frozen.Contradictions());
    }

    [Fact]
    public void A_week_that_the_data_or_the_clock_has_not_reached_cannot_be_signed()
    {
        Assert.False(engine.Frozen.IsOver(W46.Next));
        Assert.Contains("is not over", Assert.Throws<QuestionException>(() => engine.Frozen.SignOff(W46.Next, "Mei")).Message, StringComparison.Ordinal);
        Assert.Contains("name is empty", Assert.Throws<QuestionException>(() => engine.Frozen.SignOff(W46, " ")).Message, StringComparison.Ordinal);
        Assert.False(engine.Frozen.Of(W46).IsFrozen);
    }

    [Fact]
    public void A_signed_week_is_final_and_a_late_answer_shows_as_reported_then_and_as_known_now()
    {
        engine.Frozen.SignOff(W46, "Mei");
        var review = Review();
        Assert.False(review.Status.IsProvisional);
        Assert.Empty(review.Restatements);

        // Given on Saturday, delivered a week late.
        temp.LoadBatch(("surveys", [Answer("S2", "T2", 2, At(14), file: 2)]));

        Assert.Equal((1d, 3d), Sums(Review().Total));
        Assert.Equal((1d, 2d), Sums(Review(asReported: true).Total));
        var now = Review();
        var ofSingapore = now.Scorecard.Rows.Single(row => row.Key[0] == "SG");
        Assert.Equal((1d, 1d), Sums(Review(asReported: true).Scorecard.Rows.Single(row => row.Key[0] == "SG")));
        var restated = now.RestatementOf(ofSingapore.Cells[0], now.Scorecard.By, ofSingapore.Key);
        Assert.Equal((1d, 0.5), (restated!.Frozen!.Value, restated.Now!.Value));
        var ofJapan = now.Scorecard.Rows.Single(row => row.Key[0] == "JP");
        Assert.Null(now.RestatementOf(ofJapan.Cells[0], now.Scorecard.By, ofJapan.Key));
    }

    [Fact]
    public void A_reader_of_one_market_sees_no_reported_number_of_another()
    {
        engine.Frozen.SignOff(W46, "Mei");
        var scope = new Scope([new DimensionFilter("market", ["JP"])]);
        var question = new MetricQuestion("csat") { Period = W46.Days, AsReported = true };

        Assert.Throws<OutOfScopeException>(() => engine.Ask(question with { Where = [new DimensionFilter("market", ["SG"])] }, scope));
        Assert.Equal([1d], engine.Ask(question with { By = ["market"] }, scope).Points.Select(point => point.N));
    }

    public void Dispose()
    {
        engine.Dispose();
        temp.Dispose();
    }

    // One answer of two is satisfied and the late one is not: 1 of 2 becomes 1 of 3.
    private WeekReview Review(bool asReported = false) => new WeekReviewReader(engine, new ScorecardReader(engine)).Read(W46, [], Scope.Everything, null, asReported);

    private static (double, double) Sums(ScorecardRow row) => (row.Cells[0].Point!.Numerator!.Value, row.Cells[0].Point!.Denominator!.Value);

    private static DateTime At(int day) => new(2026, 11, day, 6, 0, 0);

    private static object Ticket(string id, string market) => new { ticket_id = id, market, created_at = At(10), solved_at = At(11) };

    private static object Answer(string survey, string ticket, int score, DateTime answered, int file = 1) =>
        new { survey_id = survey, ticket_id = ticket, sent_at = At(12), responded_at = answered, score, file_id = file };
}
