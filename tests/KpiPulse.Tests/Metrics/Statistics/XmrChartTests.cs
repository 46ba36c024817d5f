using KpiPulse.Metrics;
using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class XmrChartTests
{
    private static readonly XmrPlan Increase = new() { Direction = ImprovementDirection.Increase };

    // Wide limits, so that what follows stays inside them.
    private static readonly double?[] Restless = [8, 0, 8, 0, 8, 0, 8, 0];

    [Fact]
    public void No_moving_range_is_taken_across_a_missing_week()
    {
        // Ranges 2 and 4; 12 to 30 lies across the gap.
        var limits = XmrChart.Of([10, 12, null, 30, 34], Increase).LatestLimits!;

        Assert.Equal(21.5, limits.Mean);
        Assert.Equal(3, limits.AverageMovingRange);
    }

    [Fact]
    public void A_missing_week_is_a_point_without_value_or_signal()
    {
        var chart = XmrChart.Of([10, 12, null, 30, 34], Increase);

        Assert.Equal([0, 1, 2, 3, 4], chart.Points.Select(point => point.Index));
        Assert.Null(chart.Points[2].Value);
        Assert.False(chart.Points[2].IsSignal);
    }

    [Fact]
    public void A_trend_is_not_joined_across_a_missing_week()
    {
        Assert.Contains(XmrRule.RisingTrend, RulesOf([9, 1, 2, 3, 4, 5, 6, 7, 2, 9]));
        Assert.DoesNotContain(XmrRule.RisingTrend, RulesOf([9, 1, 2, 3, null, 4, 5, 6, 7, 2, 9]));
    }

    [Fact]
    public void A_shift_is_not_joined_across_a_missing_week()
    {
        double?[] high = [6, 5.4, 6, 5.5, 6.1, 5.4, 6];
        double?[] low = [3, 4, 3.1, 4.2, 3];

        Assert.Equal(7, RulesOf([.. low, .. high]).Count(rule => rule == XmrRule.ShiftAboveMean));
        Assert.DoesNotContain(XmrRule.ShiftAboveMean, RulesOf([.. low, .. high.Take(4), null, .. high.Skip(4)]));
    }

    [Fact]
    public void Two_of_three_is_not_joined_across_a_missing_week()
    {
        double?[] quiet = [10, 10.4, 9.8, 10.1, 9.9, 10.2, 10, 9.7, 10.3, 10];

        Assert.Equal(2, RulesOf([.. quiet, 11.05, 10.2, 11.1, 10, 9.9, 10.1]).Count(rule => rule == XmrRule.TwoOfThreeNearUpperLimit));
        Assert.DoesNotContain(
            XmrRule.TwoOfThreeNearUpperLimit, RulesOf([.. quiet, 11.05, null, 10.2, 11.1, 10, 9.9, 10.1]));
    }

    [Fact]
    public void Weeks_that_are_never_neighbours_have_no_limits()
    {
        var chart = XmrChart.Of([10, null, 30], Increase with { Target = 5 });

        Assert.Null(chart.LatestLimits!.Upper);
        Assert.Null(chart.Assurance);
        Assert.Equal(XmrPointType.CommonCause, chart.Variation);
    }

    [Fact]
    public void Equal_values_have_limits_but_no_signals()
    {
        var chart = XmrChart.Of([.. Enumerable.Repeat<double?>(0.9, 14)], Increase with { Target = 0.9 });

        Assert.Equal(0.9, chart.LatestLimits!.Upper);
        Assert.All(chart.Points, point => Assert.Equal(XmrRule.None, point.Rule));
        Assert.Equal(XmrAssurance.Inconsistent, chart.Assurance);
    }

    [Fact]
    public void The_point_where_two_trends_meet_belongs_to_the_later()
    {
        var rules = RulesOf([.. Restless, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]);

        Assert.Equal(XmrRule.RisingTrend, rules[Restless.Length + 5]);
        Assert.Equal(XmrRule.FallingTrend, rules[Restless.Length + 6]);
    }

    [Fact]
    public void A_peak_before_one_step_down_belongs_to_the_rise()
    {
        var rules = RulesOf([.. Restless, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7]);

        Assert.Equal(XmrRule.RisingTrend, rules[Restless.Length + 6]);
        Assert.DoesNotContain(XmrRule.FallingTrend, rules);
    }

    [Fact]
    public void Fixed_limits_count_values_and_not_gaps()
    {
        var limits = XmrChart.Of([10, null, 12, 14, 90, 95], Increase with { FixAfterPoints = 3 }).LatestLimits!;

        Assert.Equal(12, limits.Mean);
        Assert.Equal(2, limits.AverageMovingRange);
    }

    [Fact]
    public void Each_group_after_a_rebase_stands_alone()
    {
        var points = XmrChart.Of([1, 2, 1, 2, 50, 51, 50, 51, 70, 71], Increase with { RebaseAt = [4, 8] }).Points;

        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2], points.Select(point => point.Group));
        Assert.Equal([1.5, 50.5, 70.5], points.Select(point => point.Limits.Mean!.Value).Distinct());
        Assert.All(points, point => Assert.False(point.IsSignal));
    }

    [Fact]
    public void Twelve_values_make_trial_limits_whatever_the_gaps()
    {
        double?[] twelve = [.. Enumerable.Range(0, 12).Select(i => (double?)(i % 3))];

        Assert.True(XmrChart.Of([.. twelve, null, null], Increase).LatestLimits!.IsTrial);
        Assert.False(XmrChart.Of([.. twelve, null, 1], Increase).LatestLimits!.IsTrial);
    }

    [Theory]
    [InlineData(ImprovementDirection.Increase, 20, XmrAssurance.ConsistentFail)]
    [InlineData(ImprovementDirection.Increase, 0, XmrAssurance.ConsistentPass)]
    [InlineData(ImprovementDirection.Decrease, 20, XmrAssurance.ConsistentPass)]
    [InlineData(ImprovementDirection.Decrease, 0, XmrAssurance.ConsistentFail)]
    [InlineData(ImprovementDirection.Decrease, 10, XmrAssurance.Inconsistent)]
    [InlineData(ImprovementDirection.Neutral, 20, null)]
    public void Assurance_reads_the_target_against_the_limits(
        ImprovementDirection direction, double target, XmrAssurance? expected)
    {
        var plan = new XmrPlan { Direction = direction, Target = target };

        Assert.Equal(expected, XmrChart.Of([10, 11, 10, 9, 10], plan).Assurance);
    }

    [Fact]
    public void An_empty_series_is_an_empty_chart()
    {
        var chart = XmrChart.Of([], Increase);

        Assert.Empty(chart.Points);
        Assert.Null(chart.Variation);
        Assert.Null(chart.LatestLimits);
    }

    private static List<XmrRule> RulesOf(double?[] values) =>
        [.. XmrChart.Of(values, Increase).Points.Select(point => point.Rule)];
}
