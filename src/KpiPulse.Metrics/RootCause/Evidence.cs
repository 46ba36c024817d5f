using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.RootCause;

/// <summary>What speaks for one cell: its change with the mix held, chance and drift apart.</summary>
internal readonly record struct Evidence(double Difference, double SamplingVariance, double DriftVariance, double Contribution)
{
    public double SamplingZ => Difference / Math.Sqrt(SamplingVariance);

    /// <summary>The change in standard deviations of what chance and drift do without a cause.</summary>
    public double Z => Difference / Math.Sqrt(SamplingVariance + DriftVariance);

    /// <summary>Log-likelihood gained by giving the cell a rate of its own.</summary>
    public double Gain => SamplingZ * SamplingZ / 2;

    public double PValue => Normal.Cdf(Z);

    public static Evidence Of(Cell cell, DriftModel drift, double allWeight)
    {
        ref readonly var sums = ref cell.Cuboid.Cells[cell.Slot];
        var difference = sums.Difference;
        return new Evidence(difference, sums.SamplingVariance, drift.Variance(cell), difference * sums.AfterWeight / allWeight);
    }
}
