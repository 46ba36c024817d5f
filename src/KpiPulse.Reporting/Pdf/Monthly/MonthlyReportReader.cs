using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Reporting.Pdf.Monthly;

/// <summary>Puts the month's questions to the engine, all as of one instant. Months are those of the calendar in the reporting zone.</summary>
public sealed class MonthlyReportReader(MetricEngine engine, FrozenWeeks weeks)
{
    private const int MonthsShown = 12;

    private static readonly string[] Drawn = ["csat", "response_rate", "sla_first_reply", "sla_resolution", "backlog", "backlog_overdue", "escalation_rate", "quality", "quality_pass_rate", "critical_accuracy"];
    private static readonly string[] Explained = ["csat", "sla_first_reply", "sla_resolution", "quality_pass_rate"];
    private static readonly string[] SplitBy = ["market", "lob", "site", "category"];

    internal MonthlyReport Read(ReportRequest request)
    {
        var known = engine.DataUntil!.Value;
        var due = ReportingZone.Of(engine.ReportingZone).StartOf(request.Days.End) + FrozenWeeks.Provisional;
        // Once late answers have had their week, the month stands as it was then.
        var asOf = request.AsOf ?? (known < due ? known : due);
        var total = Rows(request, [], asOf)[0];
        var drawn = Drawn.ToDictionary(id => id, id => CellsOf(request, id, [], asOf).First().Value, StringComparer.Ordinal);
        return new MonthlyReport(
            request, asOf, engine.ReportingZone, IsFinal: asOf >= due, StateOf(request, asOf, due), total,
            new MonthTable(["market"], Rows(request, ["market"], asOf)), new MonthTable(["lob"], Rows(request, ["lob"], asOf)), new MonthTable(["market", "lob"], Rows(request, ["market", "lob"], asOf)),
            drawn,
            [.. Explained.Select(id => Largest(request, drawn.GetValueOrDefault(id) ?? CellsOf(request, id, [], asOf).First().Value, asOf)).OfType<MonthSplit>()],
            [.. WeeksOf(request).SelectMany(weeks.Inputs).GroupBy(file => file.Sha256).Select(group => group.First() with { RowCount = group.Sum(file => file.RowCount) })]);
    }

    private static string StateOf(ReportRequest request, DateTime asOf, DateTime due) => asOf >= due
        ? string.Create(WeeklyReport.Culture, $"Final, with what was known seven days after {request.Days.LastDay:d MMM}")
        : string.Create(WeeklyReport.Culture, $"◐ Provisional until {request.Days.End.AddDays((int)FrozenWeeks.Provisional.TotalDays):d MMM yyyy}");

    private static IEnumerable<IsoWeek> WeeksOf(ReportRequest request)
    {
        for (var week = IsoWeek.Of(request.Days.Start); week.FirstDay < request.Days.End; week = week.Next)
            yield return week;
    }

    private List<MonthRow> Rows(ReportRequest request, IReadOnlyList<string> by, DateTime asOf)
    {
        var columns = ScorecardReader.Metrics.Select(id => CellsOf(request, id, by, asOf)).ToList();
        var keys = columns.SelectMany(column => column.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. keys.Select(key => new MonthRow(
            by.Count == 0 ? [] : [.. key.Split('\u001f').Select(value => value.Length == 0 ? null : value)],
            [.. columns.Zip(ScorecardReader.Metrics, (column, id) => column.GetValueOrDefault(key) ?? Empty(request, id, by, key))]))];
    }

    /// <summary>The metric's months by cell; the whole alone when there is no dimension.</summary>
    private Dictionary<string, MonthCell> CellsOf(ReportRequest request, string id, IReadOnlyList<string> by, DateTime asOf)
    {
        var first = request.Month!.Value.AddMonths(1 - MonthsShown);
        var question = request.Question(id, asOf) with { Period = new Period(first, request.Days.End), Grain = Grain.Month, By = by };
        var cells = engine.Ask(question, request.Scope).Points
            .GroupBy(point => string.Join('\u001f', by.Select(dimension => point[dimension] ?? "")))
            .ToDictionary(group => group.Key, group => Cell(request, id, by, group.Key, group), StringComparer.Ordinal);
        if (by.Count == 0 && cells.Count == 0)
            cells[""] = Empty(request, id, by, "");
        return cells;
    }

    private static MonthCell Cell(ReportRequest request, string id, IReadOnlyList<string> by, string key, IEnumerable<MetricPoint> points)
    {
        var best = points.GroupBy(point => point.Basis).OrderBy(group => Bases.Rank(group.Key)).Select(group => group.ToDictionary(point => point.PeriodStart!.Value)).FirstOrDefault() ?? [];
        return new MonthCell(
            MetricCatalog.Get(id),
            by.Count == 0 ? [] : [.. by.Zip(key.Split('\u001f'), (dimension, value) => new DimensionFilter(dimension, [value]))],
            [.. Enumerable.Range(1 - MonthsShown, MonthsShown).Select(request.Month!.Value.AddMonths).Select(month => new PeriodPoint(Grains.LabelOf(month, Grain.Month), best.GetValueOrDefault(month), null))]);
    }

    private static MonthCell Empty(ReportRequest request, string id, IReadOnlyList<string> by, string key) => Cell(request, id, by, key, []);

    /// <summary>By the dimension in which one value carries the most: an account of the change, not a tested cause.</summary>
    private MonthSplit? Largest(ReportRequest request, MonthCell whole, DateTime asOf) => SplitBy
        .Where(dimension => request.Where.All(filter => filter.Dimension != dimension))
        .Select(dimension => (Dimension: dimension, Split: SplitOf(request, whole, dimension, asOf)))
        .Where(each => each.Split is { Segments.Count: > 1 })
        .Select(each => new MonthSplit(whole, engine.Dimensions.Get(each.Dimension), each.Split!))
        .MaxBy(each => each.Split.Segments.Max(segment => Math.Abs(segment.TotalEffect)));

    private Kitagawa? SplitOf(ReportRequest request, MonthCell whole, string dimension, DateTime asOf)
    {
        var (now, before) = (Sums(request.Days), Sums(new Period(request.Days.Start.AddMonths(-1), request.Days.Start)));
        return Kitagawa.Split(Kitagawa.FoldSmall(now.Keys.Union(before.Keys).Order(StringComparer.Ordinal).Select(value =>
            new SegmentChange(value, before.GetValueOrDefault(value).N, before.GetValueOrDefault(value).Y, now.GetValueOrDefault(value).N, now.GetValueOrDefault(value).Y))));

        Dictionary<string, (double N, double Y)> Sums(Period period) => engine.Ask(request.Question(whole.Metric.Id, asOf, basis: whole.Point?.Basis) with { Period = period, By = [dimension] }, request.Scope).Points
            .GroupBy(point => point[dimension] ?? "").ToDictionary(group => group.Key, group => (group.Sum(point => point.Denominator ?? 0), group.Sum(point => point.Numerator ?? 0)), StringComparer.Ordinal);
    }
}
