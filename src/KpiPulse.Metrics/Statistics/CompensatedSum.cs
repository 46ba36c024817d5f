namespace KpiPulse.Metrics.Statistics;

/// <summary>Neumaier's compensated summation (C7): the order of rows does not show in the last digits.</summary>
public static class CompensatedSum
{
    public static double Of(IEnumerable<double> values)
    {
        double sum = 0, lost = 0;
        foreach (double value in values)
        {
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return sum + lost;
    }

    /// <summary>Null without values. The mean of equal values is that value, to the last bit.</summary>
    public static double? Mean(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return null;

        double mean = Of(values) / values.Count;
        return mean + Of(values.Select(value => value - mean)) / values.Count;
    }

    /// <summary>sum(weight * value) / sum(weight); null when the weights sum to zero.</summary>
    public static double? WeightedMean(IReadOnlyCollection<(double Value, double Weight)> items)
    {
        double weight = Of(items.Select(item => item.Weight));
        if (weight == 0)
            return null;

        double mean = Of(items.Select(item => item.Value * item.Weight)) / weight;
        return mean + Of(items.Select(item => (item.Value - mean) * item.Weight)) / weight;
    }
}
