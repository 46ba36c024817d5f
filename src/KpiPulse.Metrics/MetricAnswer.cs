namespace KpiPulse.Metrics;

/// <param name="AsOf">UTC; null while the warehouse is empty.</param>
/// <param name="Zone">IANA zone of the periods.</param>
public sealed record MetricAnswer(MetricDefinition Metric, MetricQuestion Question, DateTime? AsOf, string Zone, IReadOnlyList<MetricPoint> Points)
{
    /// <summary>The single number of a question without breakdown or grain.</summary>
    public MetricPoint? Only => Points is [var only] ? only : null;
}

/// <summary>One number with what it rests on.</summary>
/// <param name="PeriodStart">First local day; null for all time.</param>
/// <param name="Period"><c>2026-W46</c>, <c>2026-11</c>, <c>2026-11-15</c>; null for all time.</param>
/// <param name="Dimensions">Value per dimension of the question's breakdown, in its order; null where a row has none.</param>
/// <param name="Value">Null without a denominator (C5). Shares are 0–1, durations minutes.</param>
/// <param name="Denominator">Null for counts and levels.</param>
/// <param name="Low">Wilson 95 % for shares.</param>
/// <param name="Status">met | missed | no_target | no_data | withheld.</param>
/// <param name="Verdict">above | below | inconclusive, with a low_n_ prefix under 30 (G2); null without target or for a census.</param>
public sealed record MetricPoint(
    DateOnly? PeriodStart,
    string? Period,
    IReadOnlyList<KeyValuePair<string, string?>> Dimensions,
    double? Value,
    double? Numerator,
    double? Denominator,
    double? Low,
    double? High,
    double? Target,
    string Status,
    string? Verdict,
    string? Basis)
{
    /// <summary>How many tickets, answers or reviews the number rests on.</summary>
    public double N => Denominator ?? Numerator ?? 0;

    /// <summary>The point without its number where it rests on a few tickets only.</summary>
    internal MetricPoint Withheld() => N is <= 0 or >= Scope.FewestTickets
        ? this
        : this with { Value = null, Numerator = null, Denominator = null, Low = null, High = null, Status = "withheld", Verdict = null };

    public string? this[string dimension] => Dimensions.FirstOrDefault(pair => pair.Key == dimension).Value;
}
