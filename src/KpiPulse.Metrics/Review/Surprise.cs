using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Review;

/// <summary>
/// How surprising a series' last weeks are, given the weeks before them. XmR says that a week is unusual for its cell; this says how
/// sure that is among hundreds of cells, because it knows how many rows each week rests on.
/// </summary>
/// <param name="Expected">The value of the weeks before, pooled, in the metric's own unit.</param>
/// <param name="PValue">Two-sided, over the windows looked at.</param>
public sealed record Surprise(double Expected, double PValue)
{
    // One week against all before it, and the seven weeks of a run or a trend.
    private static readonly int[] Windows = [1, 7];
    private const int FewestWeeksBefore = 12;

    /// <summary>Null when the latest week has no number or too few weeks came before it: cannot tell yet.</summary>
    public static Surprise? Of(MetricDefinition metric, IReadOnlyList<MetricPoint?> weeks)
    {
        if (weeks.Count == 0 || weeks[^1]?.Value is null)
            return null;

        var found = Windows.Select(window => metric.Aggregation == Aggregation.Level ? OfSteps(weeks, window) : OfWindow(metric, weeks, window)).OfType<Surprise>().ToList();
        return found.Count == 0 ? null : found.MinBy(one => one.PValue)! with { PValue = Math.Min(1, found.Count * found.Min(one => one.PValue)) };
    }

    private static Surprise? OfWindow(MetricDefinition metric, IReadOnlyList<MetricPoint?> weeks, int window)
    {
        List<Evidence> before = [.. EvidenceOf(weeks.SkipLast(window))];
        List<Evidence> latest = [.. EvidenceOf(weeks.TakeLast(window))];
        if (before.Count < FewestWeeksBefore || latest.Count < window)
            return null;

        var scale = ScoreScale.Of(metric);
        var (pooledBefore, pooledLatest) = (Pool(before, scale), Pool(latest, scale));
        return new Surprise(scale.ValueOf(before), PValueOf(
            pooledLatest.Value - pooledBefore.Value, 1 / pooledBefore.Weight + 1 / pooledLatest.Weight, [.. before.Select(scale.Score)], scale.LeastVariance));
    }

    // A level is surprising by its steps; the root gives steps of small and of large levels the same variance.
    private static Surprise? OfSteps(IReadOnlyList<MetricPoint?> weeks, int window)
    {
        var levels = weeks.Select(week => week?.Value).ToList();
        List<double> steps = [.. LevelChart.StepsOf([.. levels.Select(level => 2 * Math.Sqrt(Math.Max(0, level ?? double.NaN) + 0.375))]).OfType<double>()];
        if (steps.Count < FewestWeeksBefore + window || steps.TakeLast(window).Any(double.IsNaN))
            return null;

        List<double> before = [.. steps.SkipLast(window).Where(double.IsFinite)];
        if (before.Count < FewestWeeksBefore)
            return null;

        var usual = LevelChart.StepsOf(levels).SkipLast(window).OfType<double>().Average();
        return new Surprise(levels[^(window + 1)]!.Value + window * usual, PValueOf(
            steps.TakeLast(window).Average() - before.Average(), 1.0 / before.Count + 1.0 / window, [.. before.Select(step => new Score(step, 1))], leastVariance: 1));
    }

    private static IEnumerable<Evidence> EvidenceOf(IEnumerable<MetricPoint?> weeks) =>
        weeks.Where(week => week?.Value is not null).Select(week => new Evidence(week!.Value!.Value, week.Numerator ?? 0, week.Denominator ?? 0));

    private static Score Pool(List<Evidence> weeks, ScoreScale scale)
    {
        var scores = weeks.ConvertAll(week => scale.Score(week));
        var weight = scores.Sum(score => score.Weight);
        return scale.IsPooledByRows
            ? scale.Score(new Evidence(0, weeks.Sum(week => week.Numerator), weeks.Sum(week => week.Denominator))) with { Weight = weight }
            : new Score(scores.Sum(score => score.Value * score.Weight) / weight, weight);
    }

    // Of one unit of weight: more than rows alone explain when weeks differ by themselves.
    private static double VarianceOf(IReadOnlyList<Score> scores)
    {
        var mean = scores.Sum(score => score.Value * score.Weight) / scores.Sum(score => score.Weight);
        return scores.Sum(score => score.Weight * (score.Value - mean) * (score.Value - mean)) / (scores.Count - 1);
    }

    private static double PValueOf(double difference, double inverseWeights, IReadOnlyList<Score> before, double leastVariance)
    {
        var estimated = VarianceOf(before);
        var z = difference / Math.Sqrt(Math.Max(leastVariance, estimated) * inverseWeights);
        return double.IsFinite(z) ? Normal.TwoSidedPValue(estimated > leastVariance ? NormalScore(z, before.Count - 1) : z) : 1;
    }

    // A variance estimated from few weeks makes Student's t of it; Wallace (1959) turns t into the z of equal probability.
    private static double NormalScore(double t, int freedom) =>
        Math.Sign(t) * (8.0 * freedom + 1) / (8 * freedom + 3) * Math.Sqrt(freedom * Math.Log(1 + t * t / freedom));
}

/// <summary>One week's sums.</summary>
internal readonly record struct Evidence(double Value, double Numerator, double Denominator);

/// <summary>A week on a scale on which its variance is a constant over its weight.</summary>
internal readonly record struct Score(double Value, double Weight);

/// <summary>How a metric's weeks are put on such a scale.</summary>
/// <param name="LeastVariance">What counting alone makes; zero where only the weeks themselves can tell.</param>
/// <param name="IsPooledByRows">Weeks are pooled by adding up their rows; counts by their mean.</param>
internal sealed record ScoreScale(Func<Evidence, Score> Score, double LeastVariance, bool IsPooledByRows)
{
    // Anscombe (1948): angles of shares and roots of counts have a variance that hardly depends on their mean.
    private static readonly ScoreScale Share = new(week => new Score(Math.Asin(Math.Sqrt(Math.Clamp((week.Numerator + 0.375) / (week.Denominator + 0.75), 0, 1))), 4 * (week.Denominator + 0.5)), 1, true);
    private static readonly ScoreScale Mean = new(week => new Score(week.Numerator / week.Denominator, week.Denominator), 0, true);
    private static readonly ScoreScale Count = new(week => new Score(2 * Math.Sqrt(week.Value + 0.375), 1), 1, false);
    private static readonly ScoreScale Plain = new(week => new Score(week.Value, 1), 0, false);

    public static ScoreScale Of(MetricDefinition metric) => metric.Aggregation switch
    {
        Aggregation.Ratio => Share,
        Aggregation.Mean => Mean,
        Aggregation.Quantile => Plain,
        _ => Count,
    };

    public double ValueOf(IReadOnlyList<Evidence> weeks) => IsPooledByRows
        ? weeks.Sum(week => week.Numerator) / weeks.Sum(week => week.Denominator)
        : weeks.Average(week => week.Value);
}
