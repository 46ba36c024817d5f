using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;
using Xunit;

namespace KpiPulse.Tests.Metrics.Review;

public sealed class ComparisonTests
{
    [Fact]
    public void Four_weeks_are_pooled_by_their_rows_and_not_averaged()
    {
        var trend = Weeks.Cell("csat", [(50, 100), (90, 100), (10, 20), (180, 200), (40, 80), (70, 100)]).Trend;

        var compared = Comparison.Of(trend, lastYear: null);

        // (90 + 10 + 180 + 40) / (100 + 20 + 200 + 80) = 320 / 400
        Assert.Equal([ComparedWith.PreviousWeek, ComparedWith.FourWeeksBefore, ComparedWith.LastYear], compared.Select(comparison => comparison.With));
        Assert.Equal(0.5, compared[0].Value!.Value, 12);
        Assert.Equal(0.2, compared[0].Difference!.Value, 12);
        Assert.Equal(ChangeSignal.Up, compared[0].Change!.Signal);
        Assert.Equal((0.8, 400), (compared[1].Value!.Value, compared[1].N!.Value));
        Assert.Equal(-0.1, compared[1].Difference!.Value, 12);
        Assert.Null(compared[2].Value);
    }

    [Fact]
    public void A_level_is_compared_with_the_mean_of_four_levels_and_with_none_if_one_is_missing()
    {
        Assert.Equal(115, Comparison.Of(Weeks.Cell("backlog", [(100, 0), (110, 0), (120, 0), (130, 0), (150, 0)]).Trend, null)[1].Value);
        Assert.Null(Comparison.Of(Weeks.Cell("backlog", [(110, 0), (120, 0), (130, 0), (150, 0)]).Trend, null)[1].Value);
    }
}
