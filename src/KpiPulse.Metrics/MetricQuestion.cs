namespace KpiPulse.Metrics;

/// <summary>A question for numbers; page, PDF, API, CSV, alert and command line all ask it in this form.</summary>
public sealed record MetricQuestion(string Metric)
{
    /// <summary>Half-open local dates in <see cref="Zone"/>; null asks for all time.</summary>
    public Period? Period { get; init; }

    public Grain Grain { get; init; } = Grain.None;

    public IReadOnlyList<string> By { get; init; } = [];

    public IReadOnlyList<DimensionFilter> Where { get; init; } = [];

    /// <summary>Only rows of this basis; null: of each, never mixed in one number.</summary>
    public string? Basis { get; init; }

    /// <summary>UTC; null: the latest instant that the data knows of (C8).</summary>
    public DateTime? AsOf { get; init; }

    /// <summary>Closed weeks as they were reported when they were signed, instead of as they are known now (C9).</summary>
    public bool AsReported { get; init; }

    /// <summary>IANA zone of days and weeks; null: the reporting zone (C3).</summary>
    public string? Zone { get; init; }
}

/// <summary>Which of the rows behind a number.</summary>
public enum Outcome
{
    All,
    Met,
    Missed,
}
