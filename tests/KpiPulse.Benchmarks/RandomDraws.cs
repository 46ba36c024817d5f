namespace KpiPulse.Benchmarks;

/// <summary>Draws the worlds are made of. Large counts take the normal with the same moments.</summary>
internal static class RandomDraws
{
    private const double NormalFrom = 400;

    public static double Normal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static double LogNormal(this Random random, double deviation) => Math.Exp(deviation * random.Normal());

    public static double Poisson(this Random random, double mean)
    {
        if (mean > NormalFrom)
            return Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * random.Normal()));
        var (count, left) = (-1, mean);
        while (left >= 0)
        {
            left += Math.Log(1 - random.NextDouble());
            count++;
        }

        return count;
    }

    public static double Binomial(this Random random, double trials, double rate)
    {
        if (trials > NormalFrom)
            return Math.Clamp(Math.Round(trials * rate + Math.Sqrt(trials * rate * (1 - rate)) * random.Normal()), 0, trials);
        var hits = 0;
        for (var trial = 0; trial < trials; trial++)
            hits += random.NextDouble() < rate ? 1 : 0;
        return hits;
    }

    public static int Weighted(this Random random, double[] weights)
    {
        var left = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
                return i;
        }

        return weights.Length - 1;
    }
}
