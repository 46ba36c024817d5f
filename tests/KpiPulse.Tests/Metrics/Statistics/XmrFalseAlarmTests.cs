using KpiPulse.Metrics;
using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class XmrFalseAlarmTests
{
    private const int Series = 4_000;

    // X9; three standard errors of 4,000 draws are 1.4 to 2.3 points at these rates.
    [Theory]
    [InlineData(13, 0.09)]
    [InlineData(26, 0.21)]
    [InlineData(52, 0.41)]
    public void Stable_series_raise_as_many_false_alarms_as_the_contract_says(int points, double expectedAny)
    {
        Random random = new(20260105 + points);

        int any = 0, latest = 0;
        for (int i = 0; i < Series; i++)
        {
            double?[] values = [.. Enumerable.Range(0, points).Select(_ => (double?)Normal.Quantile(random.NextDouble()))];
            var chart = XmrChart.Of(values, new XmrPlan { Direction = ImprovementDirection.Increase });
            any += chart.Points.Any(point => point.IsSignal) ? 1 : 0;
            latest += chart.Points[^1].IsSignal ? 1 : 0;
        }

        Assert.InRange((double)any / Series, expectedAny - 0.025, expectedAny + 0.025);
        Assert.InRange((double)latest / Series, 0.008, 0.023);
    }
}
