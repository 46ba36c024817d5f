using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Targets;

/// <summary>The two numbers of a backlog recovery line (V6), in tickets and working days.</summary>
public static class BacklogRecovery
{
    /// <summary>Net burn needed per working day; zero once the goal is reached, null when no day is left.</summary>
    public static double? NeededPerDay(double backlog, double goal, int workingDaysLeft) =>
        backlog <= goal ? 0
        : workingDaysLeft > 0 ? (backlog - goal) / workingDaysLeft
        : null;

    /// <summary>Working days until the goal at the present pace; null when the backlog does not fall.</summary>
    public static int? DaysToGoal(double backlog, double goal, double netBurnPerDay) =>
        backlog <= goal ? 0
        : netBurnPerDay > 0 && FloatGuard.Ceiling((backlog - goal) / netBurnPerDay) is var days and <= int.MaxValue ? (int)days
        : null;
}
