namespace KpiPulse.Metrics.RootCause;

/// <summary>Puts a week and what it is compared with before the engine: leaves from the warehouse, an answer out.</summary>
public sealed class RootCauseReader(MetricEngine engine)
{
    /// <summary>Earlier weeks say what is usual; eight are enough to tell drift from a cause.</summary>
    private const int HistoryWeeks = 8;

    /// <param name="question">One ISO week; grain and breakdown are not read.</param>
    /// <exception cref="QuestionException">Not a rate, not a week, or nothing to compare with; the message says what to write.</exception>
    public RootCauseAnswer Explain(MetricQuestion question, Baseline against, Scope scope) =>
        engine.Kept($"explained against {against}", question with { Grain = Grain.None, By = [] }, scope, () => Answer(question, against, scope), answer => answer.Leaves?.Count ?? 1);

    /// <summary>For answers of surveys: what of the mix effect over the split's segments is other invitations, and what other people's willingness to answer.</summary>
    /// <returns>Null for other metrics, against a goal, and where no invitations are known.</returns>
    public ResponseMix? ResponseMixOf(RootCauseAnswer answer, string dimension, Kitagawa split, Scope scope)
    {
        if (answer.Metric.Id is not ("csat" or "dsat") || answer.BaselineWeeks.Count == 0)
            return null;

        var (before, after) = (Invited([.. answer.BaselineWeeks]), Invited([answer.Week]));
        return before.Values.Sum() > 0 && after.Values.Sum() > 0
            ? ResponseMix.Of(split.Segments.Select(effect => new InvitedSegment(effect.Segment, Of(effect.Segment.Name, before), Of(effect.Segment.Name, after))))
            : null;

        Dictionary<string, double> Invited(IReadOnlyList<IsoWeek> weeks) => weeks
            .SelectMany(week => engine.Ask(answer.Question with { Metric = "response_rate", Basis = null, Period = week.Days, Grain = Grain.None, By = [dimension] }, scope).Points)
            .GroupBy(point => point[dimension] ?? "").ToDictionary(group => group.Key, group => group.Sum(point => point.Denominator ?? 0), StringComparer.Ordinal);

        // Small segments were taken together: all that is not named.
        double Of(string segment, Dictionary<string, double> invited) => segment == Kitagawa.SmallSegments
            ? invited.Where(pair => split.Segments.All(effect => effect.Segment.Name != pair.Key)).Sum(pair => pair.Value)
            : invited.GetValueOrDefault(segment);
    }

    private RootCauseAnswer Answer(MetricQuestion question, Baseline against, Scope scope)
    {
        var metric = MetricCatalog.Get(question.Metric);
        if (metric.Aggregation != Aggregation.Ratio)
            throw new QuestionException($"'{metric.Id}' is no rate. explain takes {string.Join(", ", MetricCatalog.All.Where(each => each.Aggregation == Aggregation.Ratio).Select(each => each.Id))}.");

        var week = WeekOf(question);
        var baseline = against.WeeksBefore(week);
        var points = engine.Ask(question with { Grain = Grain.None, By = [] }, scope).Points;
        var point = Bases.Best(points, each => each.Basis);
        var asked = question with { Grain = Grain.None, By = [], Basis = point?.Basis ?? question.Basis };
        var nothing = new RootCauseAnswer(
            metric, asked, week, against, point, [.. points.Where(each => each != point).Select(each => each.Basis).OfType<string>()], null, null, false, []);
        if (point is not { N: > 0 })
            return nothing with { CannotTell = $"Nothing of {metric.Label} was counted in {week}." };
        if (against.Kind == BaselineKind.Target && point.Target is null)
            return nothing with { CannotTell = $"No target for {metric.Label} is in force here in {week}. Compare with a week instead." };

        var history = against.Kind == BaselineKind.Target ? [] : WeeksBefore(week);
        IReadOnlyList<IsoWeek> weeks = [.. history.Concat(baseline).Append(week).Distinct()];
        var (searched, leftOut) = SearchedDimensions.Choose(engine.Dimensions, engine.DimensionSizes(asked, scope, [.. SearchedDimensions.Candidates(engine.Dimensions)]));
        var sums = new LeafSums([.. searched.Select(dimension => dimension.Id)], weeks, engine.Leaves(asked, scope, searched, weeks));
        if (baseline.Count > 0 && baseline.Sum(sums.In) <= 0)
            return nothing with { LeftOut = leftOut, CannotTell = $"Nothing of {metric.Label} was counted in {string.Join(", ", baseline)}: there is nothing to compare {week} with." };

        var leaves = against.Kind == BaselineKind.Target
            ? sums.ToTableAgainst(point.Target!.Value, week)
            : sums.ToTable(baseline, week, [.. history.Where(earlier => sums.In(earlier) > 0)]);
        var (explanation, isImprovement) = Explain(leaves, metric);
        return nothing with
        {
            LeftOut = leftOut,
            Leaves = leaves,
            Explanation = explanation,
            IsImprovement = isImprovement,
            BaselineWeeks = [.. baseline.Where(each => sums.In(each) > 0)],
        };
    }

    /// <summary>Harm first. Where the metric moved the good way beyond what is usual, its gain is what there is to explain.</summary>
    private static (Explanation Explanation, bool IsImprovement) Explain(LeafTable leaves, MetricDefinition metric)
    {
        var (harm, gain) = metric.Direction == ImprovementDirection.Decrease ? (Concern.Rise, Concern.Fall) : (Concern.Fall, Concern.Rise);
        var explanation = RootCauseEngine.Explain(leaves, harm);
        var isGood = explanation.Gate.IsExceeded && explanation.Gate.Change > 0 == (harm == Concern.Fall);
        return isGood ? (RootCauseEngine.Explain(leaves, gain), true) : (explanation, false);
    }

    private List<IsoWeek> WeeksBefore(IsoWeek week)
    {
        var first = engine.DataSpan?.Start ?? week.FirstDay;
        return [.. Enumerable.Range(-HistoryWeeks, HistoryWeeks).Select(week.AddWeeks).Where(each => each.FirstDay >= first)];
    }

    private static IsoWeek WeekOf(MetricQuestion question)
    {
        if (question.Period is { } period && IsoWeek.Of(period.Start) is var week && week.Days == period)
            return week;
        throw new QuestionException("explain takes one week. Write --week 2026-W46.");
    }
}
