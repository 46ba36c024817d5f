using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class NormalTests
{
    [Fact]
    public void Z_of_95_percent_is_the_contracts() => Assert.Equal(1.959963984540054, Normal.ZFor(0.95), 1e-15);

    // Reference values to 16 digits.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.6914624612740131)]
    [InlineData(1.4999, 0.9331798460001663)]
    [InlineData(-1.5, 0.06680720126885807)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-3, 0.0013498980316300946)]
    [InlineData(-6, 9.865876450376981E-10)]
    [InlineData(-20, 2.7536241186062337E-89)]
    public void Probabilities_keep_their_digits_in_the_tails(double x, double expected) =>
        Assert.Equal(expected, Normal.Cdf(x), 4e-15 * expected);

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-20)]
    [InlineData(0.001)]
    [InlineData(0.025)]
    [InlineData(0.3)]
    [InlineData(0.4999999)]
    [InlineData(0.66)]
    [InlineData(0.999)]
    public void A_quantile_leads_back_to_its_probability(double probability) =>
        Assert.Equal(probability, Normal.Cdf(Normal.Quantile(probability)), 1e-12 * probability);

    [Fact]
    public void The_ends_of_the_scale_are_infinite()
    {
        Assert.Equal(0, Normal.Quantile(0.5));
        Assert.Equal(double.NegativeInfinity, Normal.Quantile(0));
        Assert.Equal(double.PositiveInfinity, Normal.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(1.1));
    }

    [Fact]
    public void A_two_sided_p_value_counts_both_tails()
    {
        Assert.Equal(1, Normal.TwoSidedPValue(0));
        Assert.Equal(0.05, Normal.TwoSidedPValue(-1.959963984540054), 1e-15);
    }
}
