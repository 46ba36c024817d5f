namespace KpiPulse.Metrics.Statistics;

public enum ChangeSignal
{
    NoClearChange,
    Up,
    Down,
}

/// <summary>A share: successes out of n.</summary>
public readonly record struct Share(double Successes, double N)
{
    public double? Rate => N == 0 ? null : Successes / N;
}

/// <summary>
/// Change of a share between two disjoint sets of rows, with Newcombe's hybrid score interval of the
/// difference (X2; Newcombe 1998, method 10).
/// </summary>
public sealed record RateChange(double Difference, double Lower, double Upper)
{
    /// <summary>Up or down only when the interval excludes zero.</summary>
    public ChangeSignal Signal =>
        Lower > 0 ? ChangeSignal.Up : Upper < 0 ? ChangeSignal.Down : ChangeSignal.NoClearChange;

    /// <summary>Null when either set is empty.</summary>
    public static RateChange? Between(
        Share previous, Share current, double confidence = WilsonInterval.DefaultConfidence)
    {
        if (WilsonInterval.Of(previous.Successes, previous.N, confidence) is not { } before
            || WilsonInterval.Of(current.Successes, current.N, confidence) is not { } after)
            return null;

        double difference = after.Rate - before.Rate;
        return new RateChange(
            difference,
            difference - double.Hypot(after.Rate - after.Lower, before.Upper - before.Rate),
            difference + double.Hypot(after.Upper - after.Rate, before.Rate - before.Lower));
    }

    /// <summary>Two-sided p value of the pooled two-proportion z test; null when either set is empty.</summary>
    public static double? PValue(Share first, Share second)
    {
        if (first.Rate is not { } a || second.Rate is not { } b)
            return null;

        double pooled = (first.Successes + second.Successes) / (first.N + second.N);
        double variance = pooled * (1 - pooled) * (1 / first.N + 1 / second.N);
        return variance <= 0 ? 1 : Normal.TwoSidedPValue((a - b) / Math.Sqrt(variance));
    }
}
