using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class FloatGuardTests
{
    [Fact]
    public void The_mean_of_fourteen_times_nine_tenths_is_nine_tenths() =>
        Assert.Equal(0.9, CompensatedSum.Mean([.. Enumerable.Repeat(0.9, 14)]));

    [Fact]
    public void A_sum_keeps_what_large_numbers_hide() => Assert.Equal(2, CompensatedSum.Of([1, 1e100, 1, -1e100]));

    [Fact]
    public void A_mean_of_nothing_is_no_value()
    {
        Assert.Null(CompensatedSum.Mean([]));
        Assert.Null(CompensatedSum.WeightedMean([(5, 0)]));
    }

    [Fact]
    public void Rounding_up_ignores_the_last_bit()
    {
        Assert.Equal(30, FloatGuard.Ceiling(21 / (1 - 0.3)));
        Assert.Equal(31, FloatGuard.Ceiling(30.001));
    }

    [Theory]
    [InlineData(0.9000000000000001, 0.9, 0)]
    [InlineData(0.9000001, 0.9, 1)]
    [InlineData(479.9, 480, -1)]
    [InlineData(480.0000000000001, 480, 0)]
    public void A_value_on_the_line_is_on_neither_side(double value, double line, int side) =>
        Assert.Equal(side, FloatGuard.Side(value, line));
}
