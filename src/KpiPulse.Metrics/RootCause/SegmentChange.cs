namespace KpiPulse.Metrics.RootCause;

/// <summary>A segment in two periods: <c>K</c> counted out of <c>N</c>.</summary>
public sealed record SegmentChange(string Name, double N0, double K0, double N1, double K1)
{
    /// <summary>Null where it was absent.</summary>
    public double? Before => N0 > 0 ? K0 / N0 : null;

    public double? After => N1 > 0 ? K1 / N1 : null;

    internal bool IsInBoth => N0 > 0 && N1 > 0;

    /// <summary>K3: a segment that is absent in one period borrows its rate from the other.</summary>
    internal double Rate0 => N0 > 0 ? K0 / N0 : N1 > 0 ? K1 / N1 : 0;

    internal double Rate1 => N1 > 0 ? K1 / N1 : N0 > 0 ? K0 / N0 : 0;
}
