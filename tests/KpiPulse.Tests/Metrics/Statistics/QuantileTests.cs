using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class QuantileTests
{
    // Positions (n - 1) * p of 10, 20, 30, 40: 1.5 and 2.7.
    [Fact]
    public void A_quantile_lies_on_the_line_between_two_values()
    {
        Assert.Equal(25, Quantile.Median([40, 10, 30, 20])!.Value, 1e-12);
        Assert.Equal(37, Quantile.Linear([40, 10, 30, 20], 0.9)!.Value, 1e-12);
    }

    [Fact]
    public void The_ends_are_the_least_and_the_greatest_value()
    {
        Assert.Equal(1, Quantile.Linear([3, 1, 2], 0));
        Assert.Equal(3, Quantile.Linear([3, 1, 2], 1));
    }

    [Fact]
    public void There_is_no_quantile_of_nothing() => Assert.Null(Quantile.Median([]));
}
