using KpiPulse.Reporting.Charts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Page 4: how the work went.</summary>
internal static class OperationsPage
{
    public static PaperSection Of(WeeklyReport report, Printed printed) => new("Operations: SLA and backlog", new Stack(
    [
        Columns.Equal([TrendCharts.Of(report, printed, "sla_first_reply", 230), TrendCharts.Of(report, printed, "sla_resolution", 230)]),
        Columns.Equal([TrendCharts.Of(report, printed, "backlog", 215), TrendCharts.Of(report, printed, "backlog_overdue", 215), TrendCharts.Of(report, printed, "escalation_rate", 215)]),
        new TextBlock("SLA first reply by market", Paper.Heading) { IsHeading = true },
        TrendCharts.Multiples(report, printed, report.ByMarket, "sla_first_reply", across: 5),
        new TextBlock("Where the misses are", Paper.Heading) { IsHeading = true },
        Columns.Equal([.. report.Misses.Select(Pareto)]),
    ]));

    private static Block Pareto(MissReasons misses)
    {
        if (misses.Reasons.Count == 0)
            return new TextBlock($"No misses of {misses.Metric.Label}.", Paper.Body, Palette.Usual);

        var model = new ChartModel
        {
            Kind = ChartKind.Pareto,
            Title = $"{misses.Metric.Label}: missed by contact reason",
            Subtitle = "tickets past their target, and the running share of those shown",
            Unit = ChartUnit.Count,
            LabelHeader = "Reason",
            Culture = WeeklyReport.Culture,
            Points = [.. misses.Reasons.Select(reason => new ChartPoint(MetricText.DimensionValue(reason.Reason), reason.Missed) { Denominator = reason.All })],
        };
        return new ChartBlock(model, (60 + 26 * misses.Reasons.Count) * PaperCanvas.ChartScale);
    }
}
