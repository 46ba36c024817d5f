using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting.Charts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>The page's charts on paper: the same models, without hit areas.</summary>
internal static class TrendCharts
{
    public static Block Of(WeeklyReport report, Printed printed, string metric, float height)
    {
        var trend = report.Trends[metric];
        return new ChartBlock(OnPaper(TrendChart.Of(trend, ChartKind.Trend, TrendText.Finding(trend, WeeklyReport.Culture), report.Zone, WeeklyReport.Culture, NoLink), trend), height)
        {
            Link = printed.MetricLink(trend.Metric, []),
        };
    }

    /// <summary>Every page says once in which zone its weeks are.</summary>
    public static ChartModel OnPaper(ChartModel model, Trend trend) => model with { Subtitle = TrendText.Subtitle(trend, WeeklyReport.Culture, zone: null) };

    /// <summary>One chart for each row of the scorecard, on one scale.</summary>
    public static Block Multiples(WeeklyReport report, Printed printed, Scorecard card, string metric, int across, float height = 100)
    {
        var cells = card.Rows.Select(row => (Name: MetricText.DimensionValue(row.Key[0]), row.Key, Cell: row.Cells.First(cell => cell.Metric.Id == metric)))
            .Where(row => row.Cell.Point?.Value is not null)
            .ToList();
        var values = cells.SelectMany(row => row.Cell.Trend.Weeks).SelectMany(week => (double?[])[week.Point?.Value, week.Point?.Target]).OfType<double>().ToList();
        if (values.Count == 0)
            return new TextBlock($"No {MetricCatalog.Get(metric).Label} in this week.", Paper.Body, Palette.Usual);

        return Columns.Grid([.. cells.Select(row => (Block)new ChartBlock(ModelOf(report, row.Cell, row.Name) with { AxisFrom = values.Min(), AxisUntil = values.Max() }, height)
        {
            Link = printed.MetricLink(row.Cell.Metric, [new DimensionFilter(card.By[0], [row.Key[0] ?? ""])]),
        })], across);
    }

    private static ChartModel ModelOf(WeeklyReport report, ScorecardCell cell, string name) =>
        TrendChart.Of(cell.Trend, ChartKind.SmallMultiple, $"{name}  {MetricText.Value(cell.Metric, cell.Point, WeeklyReport.Culture)}", report.Zone, WeeklyReport.Culture, NoLink) with
        {
            Subtitle = $"n = {MetricFormat.Count(cell.Point?.N ?? 0, WeeklyReport.Culture)}",
        };

    private static string? NoLink(IsoWeek week) => null;
}
