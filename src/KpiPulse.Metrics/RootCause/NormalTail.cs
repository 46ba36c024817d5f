namespace KpiPulse.Metrics.RootCause;

/// <summary>Tail of the standard normal, with small relative error far out (Numerical Recipes' erfc, 1.2e-7).</summary>
internal static class NormalTail
{
    private static readonly double[] Coefficients =
    [
        -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
    ];

    /// <returns>P(Z &lt;= z).</returns>
    public static double Below(double z)
    {
        var x = Math.Abs(z) / Math.Sqrt(2);
        var t = 1 / (1 + 0.5 * x);
        var polynomial = 0.0;
        for (var i = Coefficients.Length - 1; i >= 0; i--)
            polynomial = polynomial * t + Coefficients[i];
        var tail = t * Math.Exp(-x * x + polynomial) / 2;
        return z < 0 ? tail : 1 - tail;
    }

    public static double TwoSided(double z) => Math.Min(1, 2 * Below(-Math.Abs(z)));
}
