using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Statistics;

public sealed class IntervalTests
{
    public static TheoryData<string> WilsonCases => Vectors.Cases("wilson.csv");

    public static TheoryData<string> ChangeCases => Vectors.Cases("newcombe_diff.csv");

    [Theory]
    [MemberData(nameof(WilsonCases))]
    public void A_wilson_interval_is_the_contracts(string id)
    {
        var row = Vectors.Case("wilson.csv", id);

        var interval = WilsonInterval.Of(row.Number("successes"), row.Number("n"), row.Number("confidence"));

        Vectors.AssertClose(row["expected_p"], interval?.Rate);
        Vectors.AssertClose(row["expected_lower"], interval?.Lower);
        Vectors.AssertClose(row["expected_upper"], interval?.Upper);
    }

    [Fact]
    public void An_interval_ends_exactly_at_none_and_at_all()
    {
        Assert.Equal(0, WilsonInterval.Of(0, 7)!.Value.Lower);
        Assert.Equal(1, WilsonInterval.Of(7, 7)!.Value.Upper);
    }

    [Fact]
    public void More_successes_than_trials_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(8, 7));

    [Theory]
    [MemberData(nameof(ChangeCases))]
    public void A_change_between_two_periods_is_the_contracts(string id)
    {
        var row = Vectors.Case("newcombe_diff.csv", id);

        var change = RateChange.Between(
            new Share(row.Number("prev_k"), row.Number("prev_n")), new Share(row.Number("curr_k"), row.Number("curr_n")));

        Vectors.AssertClose(row["expected_diff"], change?.Difference);
        Vectors.AssertClose(row["expected_lower"], change?.Lower);
        Vectors.AssertClose(row["expected_upper"], change?.Upper);
        Assert.Equal(row["expected_signal"], change?.Signal switch
        {
            ChangeSignal.Up => "UP",
            ChangeSignal.Down => "DOWN",
            ChangeSignal.NoClearChange => "NO_CLEAR_CHANGE",
            _ => "",
        });
    }

    [Fact]
    public void Nothing_is_compared_with_an_empty_week()
    {
        Assert.Null(RateChange.Between(new Share(0, 0), new Share(3, 4)));
        Assert.Null(RateChange.PValue(new Share(3, 4), new Share(0, 0)));
    }

    // pooled 0.85, standard error sqrt(0.85 * 0.15 * 2 / 100) = 0.0504975, z = 0.1 / 0.0504975 = 1.980295
    [Fact]
    public void Two_shares_are_tested_with_their_pooled_rate()
    {
        double? p = RateChange.PValue(new Share(80, 100), new Share(90, 100));

        Assert.Equal(Normal.TwoSidedPValue(0.1 / Math.Sqrt(0.85 * 0.15 * 0.02)), p!.Value, 1e-14);
        Assert.Equal(0.0477, p.Value, 5e-5);
    }

    [Fact]
    public void Two_perfect_weeks_do_not_differ() => Assert.Equal(1, RateChange.PValue(new Share(5, 5), new Share(9, 9)));
}
