namespace KpiPulse.Reporting.Charts;

/// <summary>Where a line chart's values and periods lie: the y-range with its ticks, the x of each point.</summary>
internal sealed record TrendScale(double From, double Until, double Step, double HighestTick, IReadOnlyList<double> X)
{
    private const double GapBeforeMonths = 2.6;

    public double Right => X[^1] + 0.5;

    public IEnumerable<double> Ticks
    {
        get
        {
            var ceiling = Math.Min(Until, HighestTick) + Step * 1e-9;
            for (var k = (long)Math.Ceiling(From / Step - 1e-9); k * Step <= ceiling; k++) yield return k * Step;
        }
    }

    public static TrendScale Of(ChartModel model, int height, Func<double, double, int, double> tickStep)
    {
        var points = model.AllPoints.ToList();
        var values = points.SelectMany(point => new[] { point.Value, point.Target, point.Mean, point.LowerLimit, point.UpperLimit, point.PriorYear })
            .OfType<double>().ToList();
        if (LastOf(points) is { } last) values.AddRange(new[] { last.Low, last.High }.OfType<double>());
        if (values.Count == 0) values.AddRange([0, 1]);

        var (low, high) = (model.AxisFrom ?? values.Min(), model.AxisUntil ?? values.Max());
        // A calm series must not fill the height with its noise; without any width, as charts that share the axis of one value have it, there is no step.
        var least = model.Unit == ChartUnit.Percent ? 0.02 : Math.Max(Math.Abs(high) * 0.02, 1e-6);
        var (pad, missing) = (Math.Max(high - low, least) * 0.09, Math.Max(0, (least - (high - low)) / 2));
        var from = Floor(low - (model.AxisFrom is null ? Math.Max(pad, missing) : missing), low);
        var until = high + (model.AxisUntil is null ? Math.Max(pad, missing) : missing);

        var x = model.Points.Select((_, i) => (double)i)
            .Concat(model.Months.Select((_, i) => model.Points.Count - 1 + GapBeforeMonths + 1 + i)).ToList();
        return new(from, until, tickStep(from, until, Math.Clamp(height / 55, 2, 5)), HighestTickOf(model, high), x.Count > 0 ? x : [0]);
    }

    public static ChartPoint? LastOf(IReadOnlyList<ChartPoint> points) => points.LastOrDefault(point => point.Value is not null);

    // The axis leaves room above 100 %, but a share of 101 % has no tick.
    private static double HighestTickOf(ChartModel model, double high) => model.Unit == ChartUnit.Percent && high <= 1 ? 1 : double.MaxValue;

    // No tick below zero for what cannot be negative.
    private static double Floor(double padded, double low) => low >= 0 ? Math.Max(padded, 0) : padded;
}
