using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class SampleSizeTests
{
    [Theory]
    [InlineData(0, SampleSizeClass.NoData)]
    [InlineData(1, SampleSizeClass.CountsOnly)]
    [InlineData(4, SampleSizeClass.CountsOnly)]
    [InlineData(5, SampleSizeClass.LowN)]
    [InlineData(29, SampleSizeClass.LowN)]
    [InlineData(30, SampleSizeClass.Normal)]
    public void A_sample_shows_what_its_size_allows(double n, SampleSizeClass expected) =>
        Assert.Equal(expected, SampleSize.Default.Classify(n));

    [Fact]
    public void The_thresholds_are_settings() =>
        Assert.Equal(SampleSizeClass.LowN, new SampleSize(10, 50).Classify(30));
}
