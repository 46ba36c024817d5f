using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Metrics;

public sealed class QualityTests : IDisposable
{
    private static readonly DateTime Interaction = new(2026, 11, 3, 4, 0, 0);

    private readonly TempWarehouse temp = new();

    [Fact]
    public void Quality_is_the_mean_of_final_scores_and_an_auto_fail_scores_zero()
    {
        Load(
            [Review("R1"), Review("R2")],
            // R1: tone 4 of 5 (weight 3), policy met (critical): 100 * (3 * 0.75 + 1) / 4 = 81.25. R2: policy failed: 0.
            [Item("R1", "tone", 4), Item("R1", "policy", 1), Item("R2", "tone", 5), Item("R2", "policy", 0)]);

        Assert.Equal(81.25 / 2, Ask("quality").Value!.Value, 9);
        Assert.Equal(0, Ask("quality_pass_rate").Value);
        Assert.Equal(0.5, Ask("critical_accuracy").Value);
    }

    [Fact]
    public void An_item_that_does_not_apply_leaves_both_sums()
    {
        Load([Review("R1")], [Item("R1", "tone", 4), Item("R1", "policy", null)]);

        Assert.Equal(75, Ask("quality").Value);
        Assert.Null(Ask("critical_accuracy").Value);
    }

    [Theory]
    [InlineData("draft", "random")]
    [InlineData("disputed", "random")]
    [InlineData("final", "targeted")]
    [InlineData("calibration", "calibration")]
    public void Only_final_random_reviews_count(string state, string sampling)
    {
        Load([Review("R1", state, sampling)], [Item("R1", "tone", 5)]);

        Assert.Null(Ask("quality").Value);
    }

    [Fact]
    public void Manual_and_automatic_scores_never_mix()
    {
        Load([Review("R1"), Review("R2", source: "auto")], [Item("R1", "tone", 5), Item("R2", "tone", 1)]);

        var points = new MetricEngine(temp.Warehouse).Ask(new MetricQuestion("quality"), Scope.Everything).Points;

        Assert.Equal(["auto 0", "manual 100"], points.Select(point => $"{point.Basis} {point.Value}"));
    }

    [Fact]
    public void A_later_version_of_the_scorecard_starts_the_trend_anew()
    {
        Load(
            [Review("R1"), new { review_id = "R2", ticket_id = "T1", scorecard_id = "SC", agent_id = "A1", scorecard_version = 2, interaction_at = Interaction.AddDays(7), reviewed_at = Interaction.AddDays(8) }],
            [Item("R1", "tone", 5), Item("R2", "tone", 4)],
            new { scorecard_id = "SC", version = 2, item_id = "tone", weight = 3.0, scale_min = 1.0, scale_max = 5.0, critical = "none", auto_fail = false, pass_mark = 85.0, valid_from = Interaction });

        var trend = new TrendReader(new MetricEngine(temp.Warehouse)).Read(MetricCatalog.Get("quality"), IsoWeek.Parse("2026-W46"), [], Scope.Everything, asOf: null, zone: null);

        Assert.Equal(["2026-W45 0 100", "2026-W46 1 75"], trend.Weeks.Zip(trend.Chart.Points, (week, point) => $"{week.Week} {point.Group} {point.Value}").TakeLast(2));
    }

    public void Dispose() => temp.Dispose();

    private void Load(object[] reviews, object[] items, params object[] laterItems) => temp.Load(
        ("tickets", [new { ticket_id = "T1", created_at = Interaction.AddHours(-1) }]),
        ("qa_scorecard_items",
        [
            new { scorecard_id = "SC", version = 1, item_id = "tone", weight = 3.0, scale_min = 1.0, scale_max = 5.0, critical = "none", auto_fail = false, pass_mark = 85.0, valid_from = new DateTime(2026, 1, 1) },
            new { scorecard_id = "SC", version = 1, item_id = "policy", weight = 1.0, scale_min = 0.0, scale_max = 1.0, critical = "compliance", auto_fail = true, pass_mark = 85.0, valid_from = new DateTime(2026, 1, 1) },
            .. laterItems,
        ]),
        ("qa_reviews", reviews),
        ("qa_review_items", items));

    private static object Review(string id, string state = "final", string sampling = "random", string source = "manual") =>
        new { review_id = id, ticket_id = "T1", agent_id = "A1", interaction_at = Interaction, reviewed_at = Interaction.AddDays(1), scorecard_id = "SC", state, sampling, source };

    private static object Item(string review, string item, double? value) => new { review_id = review, item_id = item, value };

    private MetricPoint Ask(string metric) => new MetricEngine(temp.Warehouse).Ask(new MetricQuestion(metric), Scope.Everything).Only!;
}
