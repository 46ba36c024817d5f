namespace KpiPulse.Metrics.RootCause;

/// <summary>Why a metric moved in a week, with all that the answer rests on.</summary>
/// <param name="Question">As asked, with the basis that was explained.</param>
/// <param name="Point">The week's number, as every page shows it.</param>
/// <param name="OtherBases">Rows of these bases exist too and are in none of the figures.</param>
/// <param name="Explanation">Null when there is nothing to compare; <see cref="CannotTell"/> says why.</param>
/// <param name="IsImprovement">The metric moved the good way beyond what is usual: the causes are those of the gain.</param>
public sealed record RootCauseAnswer(
    MetricDefinition Metric,
    MetricQuestion Question,
    IsoWeek Week,
    Baseline Against,
    MetricPoint? Point,
    IReadOnlyList<string> OtherBases,
    Explanation? Explanation,
    string? CannotTell,
    bool IsImprovement,
    IReadOnlyList<LeftOutDimension> LeftOut)
{
    /// <summary>The rows that count, by what they are.</summary>
    public string RowsNoun => Metric.Id switch
    {
        "csat" or "dsat" => "answers",
        "response_rate" => "invitations",
        "quality_pass_rate" or "critical_accuracy" => "reviews",
        "sla_first_reply" or "sla_next_reply" or "sla_resolution" => "clocks",
        "reopen_rate" => "solves",
        _ => "tickets",
    };

    /// <summary>Rows of this outcome are the harm: what a reader opens to see what went wrong.</summary>
    public Outcome Harm => Metric.Direction == ImprovementDirection.Decrease ? Outcome.Met : Outcome.Missed;

    /// <summary>The weeks of the baseline that have rows; none for a target.</summary>
    public IReadOnlyList<IsoWeek> BaselineWeeks { get; init; } = [];

    internal LeafTable? Leaves { get; init; }

    /// <summary>The dimensions that were searched.</summary>
    public IReadOnlyList<string> Searched => [.. (Leaves?.Dimensions ?? []).Select(dimension => dimension.Name)];

    /// <summary>How many of a cause's rows are the harm; what <see cref="Harm"/> lists.</summary>
    public double HarmsOf(Measured measured) => Harm == Outcome.Met ? measured.Y : measured.N - measured.Y;

    /// <summary>The change by the values of one dimension, each with its part in rate and mix, small ones together; null where it was not searched.</summary>
    public Kitagawa? SplitBy(string dimension)
    {
        if (Leaves?.Dimensions.FirstOrDefault(each => each.Name == dimension) is not { } split)
            return null;

        var sums = split.Values.Select(_ => new double[4]).ToArray();
        for (var leaf = 0; leaf < Leaves.Count; leaf++)
        {
            var sum = sums[split.Codes[leaf]];
            sum[0] += Leaves.Before.N[leaf];
            sum[1] += Leaves.Before.Y[leaf];
            sum[2] += Leaves.After.N[leaf];
            sum[3] += Leaves.After.Y[leaf];
        }

        var segments = split.Values.Zip(sums, (value, sum) => new SegmentChange(value, sum[0], sum[1], sum[2], sum[3])).Where(segment => segment.N0 > 0 || segment.N1 > 0).ToList();
        var folded = Kitagawa.FoldSmall(segments);
        return Kitagawa.Split(folded.Count > 1 ? folded : segments);
    }

    /// <summary>The change of the number of harmed rows a week over the split's segments: more work, other work, or worse work. Null against a goal, which has no rows.</summary>
    public (double Before, double After, MissCountSplit Split)? HarmsSplitBy(Kitagawa split)
    {
        if (BaselineWeeks.Count == 0)
            return null;

        var weekly = split.Segments.Select(effect => effect.Segment).Select(segment => new SegmentChange(
            segment.Name, segment.N0 / BaselineWeeks.Count, Harmed(segment.N0, segment.K0) / BaselineWeeks.Count, segment.N1, Harmed(segment.N1, segment.K1))).ToList();
        return (weekly.Sum(segment => segment.K0), weekly.Sum(segment => segment.K1), MissCountSplit.Of(weekly));
    }

    private double Harmed(double n, double y) => Harm == Outcome.Met ? y : n - y;
}
