using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class BenjaminiHochbergTests
{
    // p * 5 / rank from the largest down, never rising again: 0.9, 0.0525 (0.042 * 5/4), 0.0525 (0.04 * 5/3 cut), 0.025, 0.025.
    [Fact]
    public void Q_values_stand_in_the_order_of_the_tests()
    {
        var tests = BenjaminiHochberg.Adjust([0.04, 0.005, 0.9, 0.042, 0.01]);

        double[] expected = [0.0525, 0.025, 0.9, 0.0525, 0.025];
        Assert.All(expected.Zip(tests.QValues), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal([false, true, false, false, true], tests.Kept);
    }

    [Fact]
    public void A_q_value_at_the_rate_is_kept() => Assert.True(BenjaminiHochberg.Adjust([0.05]).Kept[0]);

    [Fact]
    public void No_tests_yield_no_claims() => Assert.Empty(BenjaminiHochberg.Adjust([]).Kept);
}
