using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Targets;
using Xunit;

namespace KpiPulse.Tests.Metrics;

public sealed class MetricFormatTests
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;
    private static readonly TargetLine AtLeast90 = new(0.9, ImprovementDirection.Increase);

    [Theory]
    [InlineData(0.8225, "82.3%")]
    [InlineData(0.1005, "10.1%")]
    [InlineData(0.0005, "0.1%")]
    [InlineData(0.00049, "0.0%")]
    [InlineData(0.0, "0.0%")]
    [InlineData(1.0, "100.0%")]
    [InlineData(null, "—")]
    public void A_share_is_rounded_half_away_from_zero(double? rate, string expected) =>
        Assert.Equal(expected, MetricFormat.Percent(rate, Plain));

    [Theory]
    [InlineData(0.8996, "89.96%")]
    [InlineData(0.89996, "89.996%")]
    [InlineData(0.8994, "89.9%")]
    [InlineData(0.9, "90.0%")]
    [InlineData(0.9004, "90.0%")]
    public void A_share_that_misses_its_target_does_not_show_as_the_target(double rate, string expected) =>
        Assert.Equal(expected, MetricFormat.Percent(rate, Plain, AtLeast90));

    [Fact]
    public void A_target_with_more_decimals_is_told_apart_too() =>
        Assert.Equal("92.50%", MetricFormat.Percent(0.925, Plain, new TargetLine(0.9254, ImprovementDirection.Increase)));

    [Fact]
    public void Where_less_is_better_the_miss_is_above()
    {
        TargetLine atMostFour = new(240, ImprovementDirection.Decrease);

        Assert.Equal("4 h 00.4 min", MetricFormat.Minutes(240.4, Plain, atMostFour));
        Assert.Equal("4 h 00 min", MetricFormat.Minutes(239.6, Plain, atMostFour));
    }

    [Theory]
    [InlineData(0.0125, "+1.3 pp")]
    [InlineData(-0.0125, "-1.3 pp")]
    [InlineData(0.0004, "0.0 pp")]
    [InlineData(-0.0004, "0.0 pp")]
    [InlineData(null, "—")]
    public void A_difference_is_in_signed_points(double? difference, string expected) =>
        Assert.Equal(expected, MetricFormat.Points(difference, Plain));

    [Theory]
    [InlineData(0.4, "0 min")]
    [InlineData(34.5, "35 min")]
    [InlineData(59.6, "1 h 00 min")]
    [InlineData(1205.0, "20 h 05 min")]
    [InlineData(60_000.0, "1,000 h 00 min")]
    [InlineData(-75.0, "-1 h 15 min")]
    [InlineData(null, "—")]
    public void Minutes_become_hours_but_never_days(double? minutes, string expected) =>
        Assert.Equal(expected, MetricFormat.Minutes(minutes, Plain));

    [Fact]
    public void Scores_days_and_counts_have_their_decimals()
    {
        Assert.Equal("4.33", MetricFormat.Score(4.325, Plain, 2));
        Assert.Equal("87.4", MetricFormat.Score(87.35, Plain));
        Assert.Equal("2.5 d", MetricFormat.Days(2.45, Plain));
        Assert.Equal("12,345", MetricFormat.Count(12344.5, Plain));
        Assert.Equal("0", MetricFormat.Count(-0.4, Plain));
        Assert.Equal("—", MetricFormat.Days(null, Plain));
    }

    [Fact]
    public void A_score_that_misses_its_target_does_not_show_as_the_target() =>
        Assert.Equal("84.96", MetricFormat.Score(84.96, Plain, target: new TargetLine(85, ImprovementDirection.Increase)));

    [Fact]
    public void The_culture_decides_the_separators()
    {
        CultureInfo german = CultureInfo.GetCultureInfo("de-DE");

        Assert.Equal("82,3%", MetricFormat.Percent(0.8225, german));
        Assert.Equal("12.345", MetricFormat.Count(12345, german));
    }
}
