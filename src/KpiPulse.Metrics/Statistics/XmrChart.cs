namespace KpiPulse.Metrics.Statistics;

/// <summary>What an XmR chart is drawn for.</summary>
public sealed record XmrPlan
{
    public ImprovementDirection Direction { get; init; }

    public double? Target { get; init; }

    /// <summary>Limits come from the first so many values of each group; later points are judged by them.</summary>
    public int? FixAfterPoints { get; init; }

    /// <summary>Indices (from 0) at which a new group with limits of its own begins.</summary>
    public IReadOnlyCollection<int> RebaseAt { get; init; } = [];

    public bool ScreensOutliers { get; init; } = true;
}

/// <summary>One point; a missing week keeps its place with a null value.</summary>
public sealed record XmrPoint(int Index, int Group, double? Value, XmrLimits Limits, XmrRule Rule, XmrPointType Type)
{
    public bool IsSignal => Type != XmrPointType.CommonCause;
}

/// <summary>
/// XmR (individuals and moving range) chart as in NHS Making Data Count (X4, X5; NHSRplotthedots 0.2.2).
/// </summary>
/// <param name="Variation">Type of the latest point that has a value; null without values.</param>
/// <param name="Assurance">Null for a neutral metric, without a target or without limits.</param>
public sealed record XmrChart(IReadOnlyList<XmrPoint> Points, XmrPointType? Variation, XmrAssurance? Assurance)
{
    /// <summary>The limits in force at the end of the series; null for an empty series.</summary>
    public XmrLimits? LatestLimits => Points.Count == 0 ? null : Points[^1].Limits;

    /// <summary>Values in time order, null for a missing week (X8).</summary>
    public static XmrChart Of(IReadOnlyList<double?> values, XmrPlan plan)
    {
        List<XmrPoint> points = [];
        foreach (var (group, start, end) in GroupsOf(values.Count, plan.RebaseAt))
            points.AddRange(PointsOf(values, group, start..end, plan));

        return new XmrChart(
            points,
            points.LastOrDefault(point => point.Value is not null)?.Type,
            points.Count == 0 ? null : points[^1].Limits.Assure(plan.Target, plan.Direction));
    }

    private static IEnumerable<XmrPoint> PointsOf(
        IReadOnlyList<double?> values, int group, Range range, XmrPlan plan)
    {
        double?[] own = [.. values.Take(range)];
        XmrLimits limits = XmrLimits.Of(own, plan);
        XmrRule[] rules = XmrRules.Judge(own, limits);

        return own.Select((value, i) => new XmrPoint(
            range.Start.Value + i, group, value, limits, rules[i], rules[i].PointType(plan.Direction)));
    }

    private static IEnumerable<(int Group, int Start, int End)> GroupsOf(int count, IReadOnlyCollection<int> rebaseAt)
    {
        int[] rebases = [.. rebaseAt.Where(index => index >= 0 && index < count).Distinct().Order()];
        for (int group = 0; group <= rebases.Length; group++)
        {
            int start = group == 0 ? 0 : rebases[group - 1];
            int end = group == rebases.Length ? count : rebases[group];
            if (end > start)
                yield return (group, start, end);
        }
    }
}
