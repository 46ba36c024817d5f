using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Targets;

/// <summary>A goal and the side of it that is good (G4).</summary>
public sealed record TargetLine(double Value, ImprovementDirection Direction)
{
    /// <summary>
    /// The contractual fact: the unrounded value is on the good side of the target, or on it. Null for a neutral metric.
    /// </summary>
    public bool? IsMetBy(double value) => Direction switch
    {
        ImprovementDirection.Increase => FloatGuard.Side(value, Value) >= 0,
        ImprovementDirection.Decrease => FloatGuard.Side(value, Value) <= 0,
        _ => null,
    };
}
