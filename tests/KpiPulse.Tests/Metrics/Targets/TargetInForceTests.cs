using KpiPulse.Metrics;
using KpiPulse.Metrics.Targets;
using Xunit;

namespace KpiPulse.Tests.Metrics.Targets;

public sealed class TargetInForceTests
{
    private static readonly DateOnly Monday = new(2026, 3, 30);

    [Fact]
    public void The_row_that_names_most_dimensions_wins()
    {
        KpiTarget[] targets = [Row(0.8), Row(0.85, market: "IN"), Row(0.9, market: "IN", tier: 2), Row(0.99, market: "JP")];

        Assert.Equal(0.9, Find(targets, new TargetScope("IN", Tier: 2)));
        Assert.Equal(0.85, Find(targets, new TargetScope("IN", Tier: 1)));
        Assert.Equal(0.8, Find(targets, new TargetScope("KR")));
    }

    [Fact]
    public void A_row_for_one_market_does_not_judge_all_of_them() =>
        Assert.Null(Find([Row(0.85, market: "IN")], new TargetScope()));

    [Fact]
    public void A_teams_own_target_beats_its_markets() =>
        Assert.Equal(0.7, Find([Row(0.85, market: "IN"), Row(0.7, team: "T1")], new TargetScope("IN", Team: "T1")));

    [Fact]
    public void A_target_holds_from_its_first_day_until_the_day_before_its_end()
    {
        KpiTarget target = Row(0.8) with { ValidFrom = Monday, ValidTo = Monday.AddDays(7) };

        Assert.Null(TargetInForce.On(Monday.AddDays(-1), [target], "csat", new TargetScope()));
        Assert.NotNull(TargetInForce.On(Monday, [target], "csat", new TargetScope()));
        Assert.NotNull(TargetInForce.On(Monday.AddDays(6), [target], "csat", new TargetScope()));
        Assert.Null(TargetInForce.On(Monday.AddDays(7), [target], "csat", new TargetScope()));
    }

    [Fact]
    public void A_week_is_judged_by_the_target_of_its_first_day()
    {
        KpiTarget old = Row(0.8) with { ValidTo = Monday.AddDays(2) };
        KpiTarget late = Row(0.9) with { ValidFrom = Monday.AddDays(2) };

        Assert.Equal(0.8, TargetInForce.For(IsoWeek.Of(Monday).Days, [late, old], "csat", new TargetScope())?.Target);
    }

    [Fact]
    public void Of_two_rows_alike_the_later_one_wins() =>
        Assert.Equal(0.9, Find([Row(0.8), Row(0.9) with { ValidFrom = new DateOnly(2026, 1, 5) }], new TargetScope()));

    [Fact]
    public void Another_metrics_target_does_not_apply() =>
        Assert.Null(TargetInForce.On(Monday, [Row(0.8)], "quality", new TargetScope()));

    // (100 * 0.8 + 300 * 0.9) / 400 = 0.875; the plain mean would be 0.85.
    [Fact]
    public void Several_weeks_weigh_their_targets_by_their_denominators() =>
        Assert.Equal(0.875, TargetInForce.Weighted([(100, 0.8), (300, 0.9), (0, null)])!.Value, 1e-12);

    [Fact]
    public void Weeks_with_one_target_have_exactly_that_target() =>
        Assert.Equal(0.85, TargetInForce.Weighted([(117, 0.85), (93, 0.85), (71, 0.85)]));

    [Fact]
    public void A_period_with_a_week_that_has_no_target_has_none()
    {
        Assert.Null(TargetInForce.Weighted([(100, 0.8), (1, null)]));
        Assert.Null(TargetInForce.Weighted([]));
    }

    private static double? Find(KpiTarget[] targets, TargetScope scope) =>
        TargetInForce.On(Monday, targets, "csat", scope)?.Target;

    private static KpiTarget Row(double target, string? market = null, int? tier = null, string? team = null) => new()
    {
        Metric = "csat",
        Market = market,
        Tier = tier,
        Team = team,
        Target = target,
        Direction = ImprovementDirection.Increase,
        ValidFrom = new DateOnly(2025, 12, 29),
    };
}
