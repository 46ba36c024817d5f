using KpiPulse.Metrics.Targets;
using Xunit;

namespace KpiPulse.Tests.Metrics.Targets;

public sealed class BacklogRecoveryTests
{
    [Fact]
    public void The_needed_burn_spreads_the_excess_over_the_days_left()
    {
        Assert.Equal(40, BacklogRecovery.NeededPerDay(500, 300, 5));
        Assert.Equal(0, BacklogRecovery.NeededPerDay(300, 300, 0));
        Assert.Null(BacklogRecovery.NeededPerDay(500, 300, 0));
    }

    [Theory]
    [InlineData(500, 300, 40, 5)]
    [InlineData(500, 300, 39, 6)]
    [InlineData(321, 300, 0.7, 30)]
    [InlineData(300, 300, -5, 0)]
    [InlineData(500, 300, 0, null)]
    [InlineData(500, 300, 1e-300, null)]
    public void The_goal_is_reached_on_a_whole_day_or_never(double backlog, double goal, double burn, int? expected) =>
        Assert.Equal(expected, BacklogRecovery.DaysToGoal(backlog, goal, burn));
}
