namespace KpiPulse.Metrics.RootCause;

/// <summary>Random draws without replacement: how many of the drawn are hits.</summary>
internal static class Hypergeometric
{
    /// <summary>Beyond this standard deviation the normal with the same moments is as good and does not need the walk.</summary>
    private const double WalkLimit = 60;

    public static double Draw(Random random, double all, double hits, double drawn)
    {
        (all, hits, drawn) = (Math.Round(all), Math.Round(hits), Math.Round(drawn));
        double least = Math.Max(0, drawn - (all - hits)), most = Math.Min(drawn, hits);
        if (least >= most)
            return least;
        var mean = drawn * hits / all;
        var deviation = Math.Sqrt(mean * (1 - hits / all) * (all - drawn) / Math.Max(1, all - 1));
        return deviation > WalkLimit
            ? Math.Clamp(Math.Round(mean + deviation * Normal(random)), least, most)
            : WalkFromMode(random, all, hits, drawn, least, most);
    }

    /// <summary>Inversion that starts at the mode and walks outwards, so that it takes some standard deviations of steps.</summary>
    private static double WalkFromMode(Random random, double all, double hits, double drawn, double least, double most)
    {
        var mode = Math.Clamp(Math.Floor((drawn + 1) * (hits + 1) / (all + 2)), least, most);
        var atMode = Math.Exp(LogChoose(hits, mode) + LogChoose(all - hits, drawn - mode) - LogChoose(all, drawn));
        var left = random.NextDouble() - atMode;
        double below = mode, above = mode, atBelow = atMode, atAbove = atMode;
        while (left > 0 && (below > least || above < most))
        {
            if (above < most)
            {
                atAbove *= (hits - above) * (drawn - above) / ((above + 1) * (all - hits - drawn + above + 1));
                above++;
                left -= atAbove;
                if (left <= 0)
                    return above;
            }

            if (below <= least)
                continue;
            atBelow *= below * (all - hits - drawn + below) / ((hits - below + 1) * (drawn - below + 1));
            below--;
            left -= atBelow;
            if (left <= 0)
                return below;
        }

        return mode;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double LogChoose(double n, double k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    /// <summary>Stirling's series after lifting small arguments; 1e-10 and better.</summary>
    private static double LogFactorial(double n)
    {
        double x = n + 1, lift = 0;
        while (x < 10)
            lift -= Math.Log(x++);
        return lift + (x - 0.5) * Math.Log(x) - x + 0.9189385332046727 + 1 / (12 * x) - 1 / (360 * x * x * x);
    }
}
