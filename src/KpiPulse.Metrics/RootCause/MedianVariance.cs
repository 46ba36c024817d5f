namespace KpiPulse.Metrics.RootCause;

/// <param name="Difference">A change that has, as far as is known, no cause.</param>
/// <param name="Weight">What one unit of drift variance adds to its variance.</param>
internal readonly record struct DriftObservation(double Difference, double SamplingVariance, double Weight)
{
    public static DriftObservation Of(in CellSums sums, double concentration, double middle) =>
        new(sums.Difference - middle, sums.SamplingVariance, sums.Scale * concentration);
}

/// <summary>The variance beyond sampling at which half of the observations lie within the median of their distribution.
/// A few observations with a true cause hardly move it.</summary>
internal static class MedianVariance
{
    /// <summary>Median of a chi-square variable with one degree of freedom.</summary>
    private const double MedianChiSquare = 0.4549364;

    private const int FewestObservations = 8;
    private const double Largest = 1;

    public static double Solve(DriftObservation[] observations)
    {
        if (observations.Length < FewestObservations || ShareWithin(observations, 0) >= 0.5)
            return 0;
        double low = 0, high = Largest;
        for (var step = 0; step < 40; step++)
        {
            var middle = (low + high) / 2;
            if (ShareWithin(observations, middle) < 0.5)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    private static double ShareWithin(DriftObservation[] observations, double variance)
    {
        var within = 0;
        foreach (var o in observations)
        {
            if (o.Difference * o.Difference <= MedianChiSquare * (o.SamplingVariance + variance * o.Weight))
                within++;
        }

        return within / (double)observations.Length;
    }
}
