using KpiPulse.Metrics;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Reporting.Fonts;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Reporting.Pdf.Monthly;

/// <summary>Page 1: what a leader reads who reads one page.</summary>
internal static class MonthSummary
{
    public static PaperSection Of(MonthlyReport report, Printed printed) => new("Summary", new Stack(
    [
        new TextBlock(Headline(report), Paper.Headline),
        Columns.Equal([.. report.Total.Cells.Select(cell => Tile(report, printed, cell))], gap: 12),
        new Gap(0),
        new Columns([(Story(report), 1f), (Exceptions(report, printed), 1.25f)], gap: 28),
    ], gap: 12));

    public static string Text(MonthlyReport report) => string.Join("\n\n", report.Total.Cells.Select(cell => Sentence(report, cell)).Prepend(Headline(report)));

    /// <summary>The difference in words; a level or a mean has no interval here, so nothing is called clear of it.</summary>
    public static string ChangeText(MonthCell cell, bool isClear) => cell.Difference is not { } difference ? "no month before to compare with"
        : $"{MetricFormat.Difference(cell.Metric, difference, WeeklyReport.Culture)} against the month before{(cell.Change is null ? "" : isClear ? ", a clear change" : ", no clear change")}";

    private static string Headline(MonthlyReport report) => report.Moved == 0
        ? $"A quiet month: none of {report.Cells} cells changed clearly"
        : $"{report.Moved} of {report.Cells} cells changed clearly against the month before";

    private static Stack Tile(MonthlyReport report, Printed printed, MonthCell cell) => new(
    [
        new TextBlock(cell.Metric.Label, Paper.SmallStrong, Palette.Usual),
        new SignalText(cell.Signal(report.IsClear(cell)), printed.Part(cell.Metric, cell.Point, cell.Where, FigurePart.Value, Paper.Kpi), 9),
        new TextBlock(RestsOn(cell), Paper.Small, Palette.Usual),
        new TextBlock(cell.Difference is { } difference ? $"{MetricFormat.Difference(cell.Metric, difference, WeeklyReport.Culture)} vs the month before ({MetricText.Value(cell.Metric, cell.Before, WeeklyReport.Culture)})" : "no month before", Paper.Small, Palette.Usual),
        new TextBlock(cell.Point?.Target is { } target ? $"target {MetricText.Value(cell.Metric, target, WeeklyReport.Culture)}: {cell.Point.Status}" : "no target", Paper.Small, Palette.Usual),
    ], gap: 2);

    private static string RestsOn(MonthCell cell)
    {
        var interval = MetricText.Interval(cell.Metric, cell.Point, WeeklyReport.Culture);
        return cell.Metric.Aggregation is Aggregation.Level ? "at the end of the month"
            : $"n = {MetricFormat.Count(cell.Point?.N ?? 0, WeeklyReport.Culture)}{(interval.Length == 0 ? "" : $" · 95% {interval}")}";
    }

    private static Stack Story(MonthlyReport report) => new(
    [
        new TextBlock("The month in words", Paper.Heading) { IsHeading = true },
        .. report.Total.Cells.Select(cell => new TextBlock(Sentence(report, cell), Paper.Body)),
        new TextBlock($"{report.Cells - report.Moved} of {report.Cells} market and line of business cells did not change clearly: among so many, the few that chance would bring are not called changes (Benjamini–Hochberg, 5%).", Paper.Body, Palette.Usual),
    ], gap: 7);

    private static string Sentence(MonthlyReport report, MonthCell cell) =>
        $"{cell.Metric.Label} {MetricText.Value(cell.Metric, cell.Point, WeeklyReport.Culture)}: {ChangeText(cell, report.IsClear(cell))}.";

    private static Stack Exceptions(MonthlyReport report, Printed printed)
    {
        if (report.Listed.Count == 0)
            return new Stack([new TextBlock("Clear changes", Paper.Heading), new TextBlock("No cell changed beyond what chance would bring among so many. Nothing to see here.", Paper.Body)]);

        return new Stack(
        [
            new TextBlock("Clear changes, by customers affected", Paper.Heading) { IsHeading = true },
            new Table(
                [new PaperColumn("Where", 1.3f), new PaperColumn("What", 3.4f), new PaperColumn("Customers", 0.8f, TextAnchor.End)],
                [.. report.Listed.Select(cell => (IReadOnlyList<Block>)
                [
                    new SignalText(cell.Signal(isClear: true), new TextBlock(Narrator.WhereText(cell.Where), Paper.CellStrong) { Link = printed.MetricLink(cell.Metric, cell.Where) }, 6),
                    new TextBlock(What(cell), Paper.Cell),
                    new TextBlock($"≈ {MetricFormat.Count(Math.Max(1, cell.Affected), WeeklyReport.Culture)}", Paper.AtEnd(Paper.Cell)),
                ])]),
        ]);
    }

    private static string What(MonthCell cell) =>
        $"{cell.Metric.Label} {MetricText.Value(cell.Metric, cell.Before, WeeklyReport.Culture)} → {MetricText.Value(cell.Metric, cell.Point, WeeklyReport.Culture)} (n = {MetricFormat.Count(cell.Point!.N, WeeklyReport.Culture)}); "
        + $"difference {MetricFormat.Difference(cell.Metric, cell.Change!.Lower, WeeklyReport.Culture)} to {MetricFormat.Difference(cell.Metric, cell.Change.Upper, WeeklyReport.Culture)}";
}
