namespace KpiPulse.Metrics;

/// <summary>How a metric's rows become one number.</summary>
public enum Aggregation
{
    /// <summary>Sum of numerators over sum of denominators (C4); has a Wilson interval.</summary>
    Ratio,

    /// <summary>Mean of the rows' values.</summary>
    Mean,

    /// <summary>Number of rows.</summary>
    Count,

    /// <summary>A level at the end of the period: the running sum of +1 and −1.</summary>
    Level,

    /// <summary>A type-7 quantile of the rows' values (D1).</summary>
    Quantile,
}

/// <summary>What a metric's value is counted in; only the view turns a share into percent.</summary>
public enum MetricUnit
{
    /// <summary>0–1.</summary>
    Share,

    /// <summary>Mean of a 5-point scale.</summary>
    Score5,

    /// <summary>0–100.</summary>
    Score100,
    Count,
    Minutes,
}

/// <summary>One metric: its words and how its rows are added up. The arithmetic of a row is in <c>sql/models/metrics</c>.</summary>
/// <param name="Rows">The <c>metric</c> value of the rows it is made of; several metrics may share rows.</param>
/// <param name="Definition">One sentence, as shown in the number passport.</param>
/// <param name="Version">Rises when the meaning changes; printed with every number.</param>
/// <param name="IsCensus">Every ticket is judged, none is sampled: met or missed by its value, never by an interval (G3).</param>
/// <param name="IsScored">By a scorecard, whose next version starts a trend anew (Q8).</param>
/// <param name="MaturesAfterDays">So many days after its period a number still waits for what may happen: it can be shown, not judged.</param>
public sealed record MetricDefinition(
    string Id,
    string Label,
    MetricUnit Unit,
    Aggregation Aggregation,
    ImprovementDirection Direction,
    string Rows,
    string Definition,
    int Version = 1,
    double? Quantile = null,
    bool IsCensus = false,
    int MaturesAfterDays = 0,
    bool IsScored = false);
