using KpiPulse.Metrics.RootCause;
using Xunit;

namespace KpiPulse.Tests.Metrics.RootCause;

public class HypergeometricTests
{
    [Theory]
    [InlineData(20, 12, 5)]
    [InlineData(1000, 870, 400)]
    [InlineData(4_000_000, 3_200_000, 2_000_000)]
    public void Draws_have_the_moments_of_the_distribution(double all, double hits, double drawn)
    {
        var random = new Random(3);
        var draws = Enumerable.Range(0, 4000).Select(_ => Hypergeometric.Draw(random, all, hits, drawn)).ToArray();

        var mean = drawn * hits / all;
        var deviation = Math.Sqrt(mean * (1 - hits / all) * (all - drawn) / (all - 1));
        Assert.InRange(draws.Average(), mean - 0.1 * deviation, mean + 0.1 * deviation);
        Assert.InRange(Math.Sqrt(draws.Average(draw => Math.Pow(draw - mean, 2))), 0.93 * deviation, 1.07 * deviation);
    }
}
