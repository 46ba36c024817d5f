using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Freeze;

/// <summary>Every number of a week at once, in the cells that a freeze keeps; each equals what <see cref="MetricEngine"/> answers for it.</summary>
internal static class WeekCells
{
    private static readonly string[] Levels = [.. MetricCatalog.All.Where(metric => metric.Aggregation == Aggregation.Level).Select(metric => metric.Rows).Distinct()];
    private static readonly string[] Durations = [.. MetricCatalog.All.Where(metric => metric.Aggregation == Aggregation.Quantile).Select(metric => metric.Rows).Distinct()];

    /// <param name="isLatest">As of all data: then daily sums answer for most of it.</param>
    public static Dictionary<CellKey, CellValue> Read(Session session, IsoWeek week, ReportingZone zone, DateTime asOf, bool isLatest)
    {
        var arguments = Bounds(week, zone, asOf);
        arguments["durations"] = Durations;
        var rows = session.Query<WeekRow>(isLatest ? "week_cells_latest" : "week_cells", arguments).ToLookup(row => row.Rows, StringComparer.Ordinal);
        return MetricCatalog.All.SelectMany(metric => rows[metric.Rows].Select(row => (
            Key: new CellKey(metric.Id, row.CellBy, row.Market, row.Lob, row.Basis),
            Value: ValueOf(metric, row)))).ToDictionary(cell => cell.Key, cell => cell.Value);
    }

    /// <summary>The week as parameters of a query over observations.</summary>
    public static Dictionary<string, object?> Bounds(IsoWeek week, ReportingZone zone, DateTime asOf) => new(StringComparer.Ordinal)
    {
        ["from_on"] = week.Days.Start,
        ["until_on"] = week.Days.End,
        ["from_at"] = zone.StartOf(week.Days.Start),
        ["until_at"] = zone.StartOf(week.Days.End),
        ["as_of"] = asOf,
        ["levels"] = Levels,
    };

    private static CellValue ValueOf(MetricDefinition metric, WeekRow row)
    {
        var sums = new SeriesRow(null, [], row.Basis, row.Numerator, row.Denominator, metric.Quantile is { } q ? row.P50P90?[q == 0.5 ? 0 : 1] : null, row.Observations);
        return new CellValue(sums.NumeratorOf(metric), sums.DenominatorOf(metric), sums.ValueOf(metric), sums.DenominatorOf(metric) ?? sums.NumeratorOf(metric), metric.Version);
    }

    private sealed record WeekRow(string Rows, string CellBy, string? Market, string? Lob, string? Basis, double? Numerator, double? Denominator, List<double>? P50P90, long Observations);
}
