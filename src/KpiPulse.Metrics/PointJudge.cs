using KpiPulse.Metrics.Statistics;
using KpiPulse.Metrics.Targets;

namespace KpiPulse.Metrics;

/// <summary>Divides last, and holds the number against its target.</summary>
/// <param name="weekly">The same cells by week, asked only where a target changed inside a longer period (G1).</param>
internal sealed class PointJudge(MetricQuestion question, MetricDefinition metric, TargetBook targets, Func<IReadOnlyList<SeriesRow>> weekly)
{
    private readonly Lazy<ILookup<string, SeriesRow>> weeks = new(() => weekly().ToLookup(CellOf, StringComparer.Ordinal));

    public MetricPoint Judge(SeriesRow row)
    {
        var value = row.ValueOf(metric);
        var interval = metric.Aggregation == Aggregation.Ratio && row.Denominator > 0 ? WilsonInterval.Of(row.Numerator!.Value, row.Denominator.Value) : null;
        var target = value is null ? null : TargetOf(row);
        var judgement = JudgementOf(row, value, target);
        return new MetricPoint(
            PeriodStartOf(row),
            PeriodLabelOf(row),
            [.. question.By.Select((dimension, index) => KeyValuePair.Create(dimension, row.Dimensions.ElementAtOrDefault(index)))],
            value,
            row.NumeratorOf(metric),
            row.DenominatorOf(metric),
            interval?.Lower,
            interval?.Upper,
            target?.Value,
            value is null ? "no_data" : judgement?.IsMet switch { true => "met", false => "missed", null => "no_target" },
            VerdictOf(judgement),
            row.Basis);
    }

    private TargetJudgement? JudgementOf(SeriesRow row, double? value, TargetLine? target) =>
        target is null || value is null ? null
        : metric.Aggregation == Aggregation.Ratio && !metric.IsCensus ? TargetJudgement.OfSample(new Share(row.Numerator!.Value, row.Denominator!.Value), target)
        : TargetJudgement.OfCensus(value, target);

    private TargetLine? TargetOf(SeriesRow row)
    {
        var scope = TargetBook.ScopeOf(question, row.Dimensions);
        if (PeriodOf(row) is not { } period)
            return null;

        var inForce = Grains.Split(period, Grain.Week).Select(week => targets.On(week.Days.Start, metric.Id, scope)).ToList();
        if (inForce.Count == 0 || inForce[0] is null)
            return null;
        if (inForce.TrueForAll(target => target?.Target == inForce[0]!.Target))
            return inForce[0]!.Line;

        var parts = weeks.Value[CellOf(row)].Where(week => period.Contains(week.PeriodStart!.Value))
            .Select(week => (week.Denominator ?? 0, targets.On(week.PeriodStart!.Value, metric.Id, scope)?.Target));
        return TargetInForce.Weighted(parts) is { } weighted ? new TargetLine(weighted, inForce[0]!.Direction) : null;
    }

    private Period? PeriodOf(SeriesRow row) => row.PeriodStart is { } start && question.Grain != Grain.None ? Grains.UnitOf(start, question.Grain) : question.Period;

    private DateOnly? PeriodStartOf(SeriesRow row) => question.Grain == Grain.None ? question.Period?.Start : row.PeriodStart;

    private string? PeriodLabelOf(SeriesRow row) => question.Grain == Grain.None
        ? question.Period?.ToString()
        : row.PeriodStart is { } start ? Grains.LabelOf(start, question.Grain) : null;

    private static string? VerdictOf(TargetJudgement? judgement) => judgement?.Position is { } position
        ? (judgement.IsLowN ? "low_n_" : "") + position.ToString().ToLowerInvariant()
        : null;

    private static string CellOf(SeriesRow row) => string.Join('\u001f', row.Dimensions) + '\u001e' + row.Basis;
}
