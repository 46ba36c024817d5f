namespace KpiPulse.Metrics.Statistics;

/// <summary>C7: what doubles may not decide by their last bit.</summary>
public static class FloatGuard
{
    private const double Relative = 1e-12;

    /// <summary>Equal as far as doubles can tell: |value - reference| &lt;= 1e-12 * max(1, |reference|).</summary>
    public static bool AreSame(double value, double reference) =>
        Math.Abs(value - reference) <= Relative * Math.Max(1, Math.Abs(reference));

    /// <summary>-1 below, 0 on, +1 above the reference.</summary>
    public static int Side(double value, double reference) =>
        AreSame(value, reference) ? 0 : Math.Sign(value - reference);

    /// <summary>Rounds up, unless the excess is only rounding error: 21 / (1 - 0.3) is 30, not 31.</summary>
    public static double Ceiling(double value) => Math.Ceiling(value - 1e-9);
}
