namespace KpiPulse.Metrics.Review;

/// <param name="Label"><c>2026-W46</c> or <c>2026-11</c>.</param>
/// <param name="PriorYear">The same period a year earlier: 52 weeks before, so that weekdays match, or the same month.</param>
public sealed record PeriodPoint(string Label, MetricPoint? Point, MetricPoint? PriorYear);

/// <summary>The last six weeks and twelve months of a metric, each beside its year before. The last month runs to the week's end.</summary>
public sealed record SixTwelve(MetricDefinition Metric, IReadOnlyList<PeriodPoint> Weeks, IReadOnlyList<PeriodPoint> Months);

public sealed class SixTwelveReader(MetricEngine engine)
{
    public const int WeeksShown = 6;
    public const int MonthsShown = 12;
    private const int WeeksPerYear = 52;

    public SixTwelve Read(MetricDefinition metric, IsoWeek week, IReadOnlyList<DimensionFilter> where, Scope scope, DateTime? asOf = null, string? zone = null, bool asReported = false)
    {
        var question = new MetricQuestion(metric.Id) { Where = where, AsOf = asOf, Zone = zone, AsReported = asReported };
        var weeks = Ask(question with { Grain = Grain.Week, Period = Period.LastWeeks(week, WeeksShown) }, scope);
        var weeksBefore = Ask(question with { Grain = Grain.Week, Period = Period.LastWeeks(week.AddWeeks(-WeeksPerYear), WeeksShown) }, scope);
        var month = new DateOnly(week.Days.LastDay.Year, week.Days.LastDay.Month, 1);
        var months = Ask(question with { Grain = Grain.Month, Period = new Period(month.AddMonths(1 - 2 * MonthsShown), week.Days.End) }, scope);
        return new SixTwelve(
            metric,
            [.. Enumerable.Range(1 - WeeksShown, WeeksShown).Select(back => week.AddWeeks(back)).Select(each =>
                new PeriodPoint(each.ToString(), weeks.GetValueOrDefault(each.FirstDay), weeksBefore.GetValueOrDefault(each.AddWeeks(-WeeksPerYear).FirstDay)))],
            [.. Enumerable.Range(1 - MonthsShown, MonthsShown).Select(month.AddMonths).Select(each =>
                new PeriodPoint(Grains.LabelOf(each, Grain.Month), months.GetValueOrDefault(each), months.GetValueOrDefault(each.AddYears(-1))))]);
    }

    private IReadOnlyDictionary<DateOnly, MetricPoint> Ask(MetricQuestion question, Scope scope) => TrendReader.BestBasis(engine.Ask(question, scope).Points).Points;
}
