namespace KpiPulse.Metrics.Statistics;

public enum SampleSizeClass
{
    /// <summary>n = 0: an em dash, never 0 % or 100 % (C5).</summary>
    NoData,

    /// <summary>Counts only, no value.</summary>
    CountsOnly,

    /// <summary>Value and interval, labelled "low n"; no colour, no ranking.</summary>
    LowN,

    Normal,
}

/// <summary>What a sample of this size may show (X3).</summary>
public sealed record SampleSize(double CountsOnlyBelow = 5, double LowBelow = 30)
{
    public static readonly SampleSize Default = new();

    public SampleSizeClass Classify(double n) =>
        n <= 0 ? SampleSizeClass.NoData
        : n < CountsOnlyBelow ? SampleSizeClass.CountsOnly
        : n < LowBelow ? SampleSizeClass.LowN
        : SampleSizeClass.Normal;
}
