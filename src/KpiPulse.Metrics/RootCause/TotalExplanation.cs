namespace KpiPulse.Metrics.RootCause;

/// <param name="Contribution">Part of the change of the total, in its own unit.</param>
/// <param name="RelativeChange">Beyond the change common to all.</param>
public sealed record TotalCause(
    IReadOnlyDictionary<string, string> Where,
    double Contribution,
    double RelativeChange,
    double Before,
    double After,
    double Z,
    double PValue,
    IReadOnlyList<Equivalent> Equivalents);

/// <summary>Why a count or a sum moved. Before + common change + the contributions + unexplained = after, exactly.</summary>
/// <param name="CommonChange">What the total would have moved had every part moved like the middle one.</param>
public sealed record TotalExplanation(
    double Before,
    double After,
    double CommonChange,
    IReadOnlyList<TotalCause> Causes,
    IReadOnlyList<RejectedHypothesis> Rejected,
    double Unexplained);
