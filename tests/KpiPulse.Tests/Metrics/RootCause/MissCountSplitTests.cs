using CsCheck;
using KpiPulse.Metrics.RootCause;
using Xunit;

namespace KpiPulse.Tests.Metrics.RootCause;

public sealed class MissCountSplitTests
{
    [Fact]
    public void More_of_the_same_work_is_all_volume() =>
        AssertSplit(new MissCountSplit(14, 0, 0), [new("A", 100, 10, 200, 20), new("B", 50, 4, 100, 8)]);

    [Fact]
    public void The_same_work_done_worse_is_all_rate() =>
        AssertSplit(new MissCountSplit(0, 0, 6), [new("A", 100, 10, 100, 15), new("B", 50, 4, 50, 5)]);

    [Fact]
    public void The_same_work_in_other_proportions_is_all_mix() =>
        AssertSplit(new MissCountSplit(0, 4, 0), [new("A", 100, 10, 50, 5), new("B", 50, 9, 100, 18)]);

    // One segment: misses 100 * 0.1 = 10 -> 200 * 0.2 = 40. Volume first adds 10, last 20; rate last 20, first 10.
    [Fact]
    public void What_two_factors_did_together_is_shared_evenly() =>
        AssertSplit(new MissCountSplit(15, 0, 15), [new("A", 100, 10, 200, 40)]);

    // V 100 -> 200, shares (.5, .5) -> (.25, .75), miss rates (.1, .2) -> (.2, .4), over all six orders:
    // sums old .15, mix only .175, rate only .3, both .35. Volume 100 * (.5/3 + .475/6) = 24.583..,
    // mix (100*.025 + 200*.05)/3 + (100*.05 + 200*.025)/6 = 5.833.., rate (100*.15 + 200*.175)/3 + (100*.175 + 200*.15)/6 = 24.583..
    [Fact]
    public void Three_factors_share_a_change_as_worked_by_hand() =>
        AssertSplit(
            new MissCountSplit(100 * (0.5 / 3 + 0.475 / 6), 12.5 / 3 + 10 / 6.0, 50 / 3.0 + 47.5 / 6),
            [new("A", 50, 5, 50, 10), new("B", 50, 10, 150, 60)]);

    [Fact]
    public void A_new_segment_borrows_its_rate_so_that_its_effect_is_no_rate() =>
        Assert.Equal(0, MissCountSplit.Of([new("A", 100, 10, 100, 10), new("NEW", 0, 0, 100, 50)]).Rate, 1e-12);

    [Fact]
    public void Work_that_was_not_there_before_is_all_volume() =>
        AssertSplit(new MissCountSplit(12, 0, 0), [new("A", 0, 0, 40, 12)]);

    [Fact]
    public void No_work_at_all_has_no_change() => Assert.Equal(0, MissCountSplit.Of([]).Change);

    [Fact]
    public void The_parts_always_add_up_to_the_change() =>
        (from n0 in Gen.Int[0, 500]
         from k0 in Gen.Int[0, n0]
         from n1 in Gen.Int[0, 500]
         from k1 in Gen.Int[0, n1]
         select new SegmentChange("S", n0, k0, n1, k1)).Array[0, 6].Sample(segments =>
         {
             double change = segments.Sum(segment => segment.K1) - segments.Sum(segment => segment.K0);
             return Math.Abs(MissCountSplit.Of(segments).Change - change) < 1e-8;
         });

    private static void AssertSplit(MissCountSplit expected, SegmentChange[] segments)
    {
        var split = MissCountSplit.Of(segments);

        Assert.Equal(expected.Volume, split.Volume, 1e-9);
        Assert.Equal(expected.Mix, split.Mix, 1e-9);
        Assert.Equal(expected.Rate, split.Rate, 1e-9);
    }
}
