using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class FunnelPlotTests
{
    public static TheoryData<string> Sets => Vectors.Cases("funnel_limits.csv", "set_id");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Funnel_limits_are_the_contracts(string id)
    {
        var rows = Vectors.Csv("funnel_limits.csv").Where(row => row["set_id"] == id).ToList();

        var funnel = FunnelPlot.Of(rows.Select(row =>
            (row["group"], new Share(row.Number("numerator"), row.Number("denominator")))))!;

        Assert.All(rows.Zip(funnel.Groups), pair =>
        {
            Vectors.AssertClose(pair.First["expected_target"], funnel.Target);
            Vectors.AssertClose(pair.First["expected_phi"], funnel.Phi);
            Vectors.AssertClose(pair.First["expected_tau2"], funnel.Tau2);
            Vectors.AssertClose(pair.First["expected_ll95"], pair.Second.Limits95.Lower);
            Vectors.AssertClose(pair.First["expected_ul95"], pair.Second.Limits95.Upper);
            Vectors.AssertClose(pair.First["expected_ll998"], pair.Second.Limits998.Lower);
            Vectors.AssertClose(pair.First["expected_ul998"], pair.Second.Limits998.Upper);
            Vectors.AssertClose(pair.First["expected_od_ll998"], pair.Second.Adjusted998.Lower);
            Vectors.AssertClose(pair.First["expected_od_ul998"], pair.Second.Adjusted998.Upper);
        });
    }

    [Fact]
    public void Seven_groups_are_too_few_and_empty_ones_do_not_count()
    {
        var groups = Enumerable.Range(1, 7).Select(i => ($"Site{i}", new Share(80 + i, 100))).ToList();

        Assert.False(FunnelPlot.Of([.. groups, ("Closed", new Share(0, 0))])!.HasEnoughGroups);
        Assert.True(FunnelPlot.Of([.. groups, ("Site8", new Share(85, 100))])!.HasEnoughGroups);
        Assert.Null(FunnelPlot.Of([("Closed", new Share(0, 0))]));
    }

    [Fact]
    public void Angles_are_clamped_so_that_a_tiny_group_has_no_folded_limits()
    {
        var funnel = FunnelPlot.Of([("Large", new Share(960, 1000)), ("Tiny", new Share(1, 2))])!;

        Assert.Equal(1, funnel.Groups[1].Limits998.Upper);
        Assert.False(funnel.Groups[1].IsOutside);
    }
}
