using KpiPulse.Metrics;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Metrics.Targets;
using Xunit;

namespace KpiPulse.Tests.Metrics.Targets;

public sealed class TargetJudgementTests
{
    private static readonly TargetLine AtMostTenPercent = new(0.1, ImprovementDirection.Decrease);

    public static TheoryData<string> Cases => Vectors.Cases("target_verdict.csv");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sample_is_judged_as_the_contract_says(string id)
    {
        var row = Vectors.Case("target_verdict.csv", id);

        var judgement = TargetJudgement.OfSample(
            new Share(row.Number("successes"), row.Number("n")),
            new TargetLine(row.Number("target"), ImprovementDirection.Increase),
            row.Number("min_n"));

        Assert.Equal(row["expected_point_met"], judgement?.IsMet switch { true => "true", false => "false", null => "" });
        Vectors.AssertClose(row["expected_lower"], judgement?.Interval?.Lower);
        Vectors.AssertClose(row["expected_upper"], judgement?.Interval?.Upper);
        Assert.Equal(row["expected_verdict"], judgement is null ? "" : Label(judgement));
    }

    [Theory]
    [InlineData(0.85, ImprovementDirection.Increase, true)]
    [InlineData(0.8499999, ImprovementDirection.Increase, false)]
    [InlineData(0.85, ImprovementDirection.Decrease, true)]
    [InlineData(0.8500001, ImprovementDirection.Decrease, false)]
    [InlineData(0.85, ImprovementDirection.Neutral, null)]
    public void A_value_on_the_target_meets_it(double value, ImprovementDirection direction, bool? expected) =>
        Assert.Equal(expected, new TargetLine(0.85, direction).IsMetBy(value));

    [Fact]
    public void A_mean_that_is_off_by_its_last_bit_still_meets_its_target() =>
        Assert.True(new TargetLine(0.9, ImprovementDirection.Decrease).IsMetBy(0.9000000000000001));

    // 1 % of 1,000 is clearly below 10 %, 20 % clearly above, 9 % too close to tell.
    [Theory]
    [InlineData(10, TargetPosition.Below, true)]
    [InlineData(200, TargetPosition.Above, false)]
    [InlineData(90, TargetPosition.Inconclusive, null)]
    public void Below_the_line_is_good_where_less_is_better(double successes, TargetPosition position, bool? supported)
    {
        var judgement = TargetJudgement.OfSample(new Share(successes, 1000), AtMostTenPercent)!;

        Assert.Equal(position, judgement.Position);
        Assert.Equal(supported, judgement.IsSupported);
    }

    [Fact]
    public void A_neutral_metric_gets_no_verdict()
    {
        var judgement = TargetJudgement.OfSample(new Share(10, 100), new TargetLine(0.5, ImprovementDirection.Neutral))!;

        Assert.Null(judgement.IsMet);
        Assert.Null(judgement.Position);
    }

    [Fact]
    public void A_census_is_met_or_missed_and_has_no_interval()
    {
        var judgement = TargetJudgement.OfCensus(0.899, new TargetLine(0.9, ImprovementDirection.Increase))!;

        Assert.False(judgement.IsMet);
        Assert.Null(judgement.Interval);
        Assert.Null(judgement.Position);
    }

    [Fact]
    public void Nothing_is_judged_without_data()
    {
        Assert.Null(TargetJudgement.OfSample(new Share(0, 0), AtMostTenPercent));
        Assert.Null(TargetJudgement.OfCensus(null, AtMostTenPercent));
    }

    private static string Label(TargetJudgement judgement) =>
        (judgement.IsLowN ? "LOW_N_" : "") + judgement.Position!.Value.ToString().ToUpperInvariant();
}
