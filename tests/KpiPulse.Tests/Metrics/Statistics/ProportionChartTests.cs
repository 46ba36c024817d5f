using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class ProportionChartTests
{
    public static TheoryData<string> Series => Vectors.Cases("pchart_laney.csv", "series_id");

    [Theory]
    [MemberData(nameof(Series))]
    public void Plain_and_laney_limits_are_the_contracts(string id)
    {
        var rows = Vectors.Csv("pchart_laney.csv").Where(row => row["series_id"] == id).ToList();

        var chart = ProportionChart.Of(
            [.. rows.Select(row => (Share?)new Share(row.Number("numerator"), row.Number("denominator")))]);

        Assert.All(rows.Zip(chart.Points), pair =>
        {
            Vectors.AssertClose(pair.First["expected_cl"], chart.CentreLine);
            Vectors.AssertClose(pair.First["expected_sigma_z"], chart.SigmaZ);
            Vectors.AssertClose(pair.First["expected_p_lcl"], pair.Second.PlainLower);
            Vectors.AssertClose(pair.First["expected_p_ucl"], pair.Second.PlainUpper);
            Vectors.AssertClose(pair.First["expected_pp_lcl"], pair.Second.LaneyLower);
            Vectors.AssertClose(pair.First["expected_pp_ucl"], pair.Second.LaneyUpper);
        });
    }

    [Fact]
    public void A_missing_week_has_no_limits_and_no_range_across_it()
    {
        var chart = ProportionChart.Of([new Share(50, 100), new Share(60, 100), null, new Share(0, 0), new Share(40, 100)]);

        // z of 0.5 and 0.6 around 0.5 differ by 0.1 / 0.05 = 2.
        Assert.Equal(2 / 1.128, chart.SigmaZ!.Value, 1e-12);
        Assert.Null(chart.Points[2].LaneyLower);
        Assert.Null(chart.Points[3].PlainUpper);
    }

    [Fact]
    public void A_series_without_a_miss_has_its_limits_at_100_percent()
    {
        var chart = ProportionChart.Of([new Share(5, 5), new Share(9, 9)]);

        Assert.Null(chart.SigmaZ);
        Assert.All(chart.Points, point => Assert.Equal(1, point.LaneyLower));
        Assert.All(chart.Points, point => Assert.False(point.IsSignal));
    }

    [Fact]
    public void One_week_has_plain_limits_only()
    {
        var point = ProportionChart.Of([new Share(50, 100)]).Points[0];

        Assert.Equal(0.35, point.PlainLower!.Value, 1e-12);
        Assert.Null(point.LaneyLower);
    }

    [Fact]
    public void No_weeks_have_no_centre() => Assert.Null(ProportionChart.Of([null]).CentreLine);
}
