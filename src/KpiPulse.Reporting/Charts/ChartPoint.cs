namespace KpiPulse.Reporting.Charts;

/// <summary>
/// One point with all that is said about it. Target, mean and limits stand on the point because they change over time:
/// a target steps, a baseline breaks where a new one begins.
/// </summary>
public sealed record ChartPoint(string Label, double? Value)
{
    /// <summary>The ends of the interval around <see cref="Value"/>.</summary>
    public double? Low { get; init; }
    public double? High { get; init; }

    public double? Numerator { get; init; }
    public double? Denominator { get; init; }
    public long? SampleSize { get; init; }

    public SignalMeaning Signal { get; init; }

    /// <summary>Why the point is a signal: "below the lower limit", "7 weeks falling".</summary>
    public string Rule { get; init; } = "";

    public double? Target { get; init; }
    public double? Mean { get; init; }
    public double? LowerLimit { get; init; }
    public double? UpperLimit { get; init; }

    /// <summary>The same period a year earlier, drawn as a ghost.</summary>
    public double? PriorYear { get; init; }

    /// <summary>What happened here, in a few words; marked on the time axis.</summary>
    public string Event { get; init; } = "";

    /// <summary>Where a click goes. Without it the point has no hit area.</summary>
    public string? Href { get; init; }

    /// <summary>Replaces the tooltip composed from the fields above.</summary>
    public string? Tooltip { get; init; }
}
