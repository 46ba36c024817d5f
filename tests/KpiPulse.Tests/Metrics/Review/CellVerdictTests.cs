using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using Xunit;

namespace KpiPulse.Tests.Metrics.Review;

public sealed class CellVerdictTests
{
    private static readonly (double, double)[] Steady = [.. Enumerable.Range(0, 25).Select(week => (89.0 + week % 3, 100.0))];

    [Fact]
    public void A_week_far_below_its_usual_range_is_a_concern() => Assert.Equal(CellVerdict.Concern, Weeks.Cell("csat", [.. Steady, (70, 100)]).Verdict);

    [Fact]
    public void Of_few_rows_it_is_too_few_to_say() => Assert.Equal(CellVerdict.TooFew, Weeks.Cell("csat", [.. Steady, (14, 20)]).Verdict);

    [Fact]
    public void Seven_falling_weeks_are_judged_by_the_rows_of_seven_weeks()
    {
        (double, double)[] falling = [.. Enumerable.Range(0, 19).Select(week => (13 * (89.0 + week % 3), 13.0)), .. Enumerable.Range(0, 7).Select(week => (13 * (88.0 - 2 * week), 13.0))];

        Assert.Equal(CellVerdict.Concern, Weeks.Cell("quality", falling).Verdict);
        Assert.Equal(CellVerdict.TooFew, Weeks.Cell("quality", [.. falling.Take(20)]).Verdict);
    }

    [Fact]
    public void What_may_still_happen_is_not_judged()
    {
        var cell = Weeks.Cell("escalation_rate", [.. Steady, (70, 100)]);

        Assert.Equal(CellVerdict.Provisional, new ScorecardCell(cell.Trend with { IsMature = false }).Verdict);
    }

    [Fact]
    public void A_chronic_miss_needs_firm_limits_below_the_target_and_a_missed_week()
    {
        (double, double)[] poor = [.. Enumerable.Range(0, 26).Select(week => (79.0 + week % 3, 100.0))];

        Assert.True(Weeks.Cell("sla_resolution", poor, 0.9).IsChronicMiss);
        Assert.False(Weeks.Cell("sla_resolution", poor, 0.81).IsChronicMiss);
        Assert.False(Weeks.Cell("sla_resolution", [.. poor.Take(12)], 0.9).IsChronicMiss);
    }

    [Fact]
    public void A_level_is_judged_by_its_steps()
    {
        (double, double)[] growing = [.. Enumerable.Range(0, 25).Select(week => (100.0 + 5 * week + week % 2, 0.0))];

        Assert.Equal(CellVerdict.UsualVariation, Weeks.Cell("backlog", [.. growing, (226, 0)]).Verdict);
        Assert.Equal(CellVerdict.Concern, Weeks.Cell("backlog", [.. growing, (250, 0)]).Verdict);
    }
}
