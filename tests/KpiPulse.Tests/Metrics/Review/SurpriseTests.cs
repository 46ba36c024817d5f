using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Review;

public sealed class SurpriseTests
{
    private static readonly MetricDefinition Csat = MetricCatalog.Get("csat");

    [Fact]
    public void A_share_is_as_surprising_as_the_angles_worked_by_hand_say()
    {
        // 25 weeks of 90 of 100, then 80 of 100: angles asin√(90.375/100.75) and asin√(80.375/100.75), weights 4 · 100.5; two windows looked at.
        var surprise = Surprise.Of(Csat, [.. Enumerable.Repeat(Weeks.Of("csat", 90, 100), 25), Weeks.Of("csat", 80, 100)])!;

        var before = Math.Asin(Math.Sqrt((2250 + 0.375) / (2500 + 0.75)));
        var after = Math.Asin(Math.Sqrt(80.375 / 100.75));
        var z = (after - before) / Math.Sqrt(1 / (4 * 100.5) + 1 / (25 * 4 * 100.5));
        Assert.Equal(0.9, surprise.Expected, 12);
        Assert.Equal(2 * Normal.TwoSidedPValue(z), surprise.PValue, 12);
    }

    [Fact]
    public void The_same_fall_of_few_answers_is_no_surprise()
    {
        var many = Surprise.Of(Csat, [.. Enumerable.Repeat(Weeks.Of("csat", 180, 200), 25), Weeks.Of("csat", 150, 200)])!;
        var few = Surprise.Of(Csat, [.. Enumerable.Repeat(Weeks.Of("csat", 18, 20), 25), Weeks.Of("csat", 15, 20)])!;

        Assert.True(many.PValue < 1e-6);
        Assert.True(few.PValue > 0.05);
    }

    [Fact]
    public void Weeks_that_differ_by_themselves_make_a_fall_less_surprising()
    {
        var restless = Enumerable.Range(0, 25).Select(week => Weeks.Of("csat", week % 2 == 0 ? 95 : 85, 100));

        Assert.True(Surprise.Of(Csat, [.. restless, Weeks.Of("csat", 80, 100)])!.PValue > Surprise.Of(Csat, [.. Enumerable.Repeat(Weeks.Of("csat", 90, 100), 25), Weeks.Of("csat", 80, 100)])!.PValue);
    }

    [Fact]
    public void Seven_slightly_better_weeks_surprise_where_none_of_them_does_alone()
    {
        MetricPoint?[] weeks = [.. Enumerable.Range(0, 19).Select(week => Weeks.Of("csat", 88 + week % 3, 100)), .. Enumerable.Repeat(Weeks.Of("csat", 95, 100), 7)];

        Assert.True(Surprise.Of(Csat, weeks)!.PValue < 0.01);
        Assert.True(Surprise.Of(Csat, [.. weeks.Take(20)])!.PValue > 0.05);
    }

    [Fact]
    public void With_a_short_history_it_cannot_tell_yet() =>
        Assert.Null(Surprise.Of(Csat, [.. Enumerable.Repeat(Weeks.Of("csat", 90, 100), 11), Weeks.Of("csat", 20, 100)]));

    [Fact]
    public void A_level_that_grows_as_it_always_does_is_no_surprise()
    {
        var backlog = MetricCatalog.Get("backlog");
        MetricPoint?[] growing = [.. Enumerable.Range(0, 25).Select(week => Weeks.Of("backlog", 100 + 5 * week, 0))];

        Assert.True(Surprise.Of(backlog, [.. growing, Weeks.Of("backlog", 226, 0)])!.PValue > 0.5);
        Assert.True(Surprise.Of(backlog, [.. growing, Weeks.Of("backlog", 330, 0)])!.PValue < 0.001);
        Assert.Equal(225, Surprise.Of(backlog, [.. growing, Weeks.Of("backlog", 330, 0)])!.Expected, 9);
    }
}
