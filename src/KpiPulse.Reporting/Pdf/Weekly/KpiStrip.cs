using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>The totals side by side: value, what it rests on, the four weeks before, target.</summary>
internal static class KpiStrip
{
    public static Block Of(WeeklyReport report, Printed printed) =>
        Columns.Equal([.. report.Total.Cells.Select(cell => Tile(report, printed, cell))], gap: 12);

    private static Stack Tile(WeeklyReport report, Printed printed, ScorecardCell cell) => new(
    [
        new TextBlock(cell.Metric.Label, Paper.SmallStrong, Palette.Usual) { Link = printed.MetricLink(cell.Metric, []) },
        new SignalText(MetricText.SignalOf(cell.Verdict), printed.Value(cell, [], Paper.Kpi), 9),
        new TextBlock(RestsOn(cell), Paper.Small, Palette.Usual),
        new TextBlock(Change(cell, report), Paper.Small, Palette.Usual),
        new TextBlock(TargetOf(cell), Paper.Small, Palette.Usual),
    ], gap: 2);

    private static string RestsOn(ScorecardCell cell)
    {
        var n = $"n = {MetricFormat.Count(cell.Point?.N ?? 0, WeeklyReport.Culture)}";
        var interval = MetricText.Interval(cell.Metric, cell.Point, WeeklyReport.Culture);
        return cell.Metric.Aggregation is Aggregation.Count or Aggregation.Level ? "at the end of the week" : interval.Length == 0 ? n : $"{n} · 95% {interval}";
    }

    private static string Change(ScorecardCell cell, WeeklyReport report)
    {
        var before = report.Before.GetValueOrDefault(cell.Metric.Id)?.Value ?? cell.Trend.Weeks[^2].Point?.Value;
        if (cell.Point?.Value is not { } now || before is not { } then) return "";
        var against = report.Before.GetValueOrDefault(cell.Metric.Id) is null ? "last week" : "4 weeks";
        return $"{MetricFormat.Difference(cell.Metric, now - then, WeeklyReport.Culture)} vs {against} ({MetricText.Value(cell.Metric, then, WeeklyReport.Culture)})";
    }

    private static string TargetOf(ScorecardCell cell) => cell.Point is not { Target: { } target }
        ? "no target"
        : $"target {MetricText.Value(cell.Metric, target, WeeklyReport.Culture)}: {cell.Point.Status}";
}
