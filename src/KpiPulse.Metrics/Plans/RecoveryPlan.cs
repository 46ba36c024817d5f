using System.Globalization;

namespace KpiPulse.Metrics.Plans;

public enum PlanState
{
    /// <summary>Being written; may be changed.</summary>
    Draft,

    /// <summary>Fixed: what it promises is what it will be held against.</summary>
    Started,

    /// <summary>Never started.</summary>
    Dropped,
}

/// <summary>What is promised: nothing of it can be changed once the plan is started.</summary>
/// <param name="Lever">What is done about the cause.</param>
/// <param name="Goal">The value to reach, in the metric's own unit: shares are 0–1.</param>
/// <param name="ExitRule">When it is over, for good or for bad.</param>
public sealed record PlanTerms(string Hypothesis, string Lever, string Owner, double Goal, Period Window, string ExitRule);

/// <summary>An answer to a cause: who does what until when, and how one will know.</summary>
/// <param name="Where">The cells that it is about.</param>
/// <param name="Statement">The sentence that named the cause, as it stood.</param>
/// <param name="EvidenceId">Rows behind the sentence; null where there are none.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record RecoveryPlan(
    int PlanId, MetricDefinition Metric, IsoWeek Week, string? Basis, IReadOnlyList<DimensionFilter> Where, string Statement, int? EvidenceId,
    DateTime CreatedAt, string? CreatedBy, PlanState State, PlanTerms Terms, DateTime WrittenAt, string? WrittenBy)
{
    /// <summary><c>P-3</c>.</summary>
    public string Citation => string.Create(CultureInfo.InvariantCulture, $"P-{PlanId}");

    /// <summary>A reader sees a plan when all of its rows are theirs.</summary>
    internal bool IsWithin(Scope scope) => scope.Limits.All(limit => Where.Any(filter => filter.Dimension == limit.Dimension && filter.Values.All(limit.Values.Contains)));
}
