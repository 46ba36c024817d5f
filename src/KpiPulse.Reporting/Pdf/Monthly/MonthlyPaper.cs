using KpiPulse.Metrics;
using KpiPulse.Reporting.Charts;
using KpiPulse.Reporting.Fonts;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Reporting.Pdf.Monthly;

/// <summary>The monthly report on paper: the parts of the weekly one, in the same order.</summary>
internal static class MonthlyPaper
{
    public static Printout Print(MonthlyReport report)
    {
        var printed = new Printed(report.Request, report.AsOf);
        var paper = PaperDocument.Print(ReportFrame.Of(report.Request, "Monthly support report", report.State, report.AsOf, report.Zone),
        [
            MonthSummary.Of(report, printed),
            MonthScorecard.Of(report, printed),
            Users(report),
            Operations(report),
            MonthWhy.Of(report),
            Quality(report),
            MonthMethod.Of(report),
            Numbers(report, printed),
        ]);
        return new Printout(paper, report.AsOf, report.Zone, !report.IsFinal, report.Drawn.Values.Select(cell => cell.Metric), report.Inputs, MonthSummary.Text(report));
    }

    private static PaperSection Users(MonthlyReport report) => new("Users: CSAT", new Stack(
    [
        Columns.Equal([Chart(report, "csat", 205), Chart(report, "response_rate", 205)]),
        new TextBlock("By market, each beside its own months; markets are not ranked, because people answer scales differently.", Paper.Body, Palette.Usual) { IsHeading = true },
        Multiples(report.ByMarket, "csat", across: 5),
    ]));

    private static PaperSection Operations(MonthlyReport report) => new("Operations: SLA and backlog", new Stack(
    [
        Columns.Equal([Chart(report, "sla_first_reply", 200), Chart(report, "sla_resolution", 200)]),
        Columns.Equal([Chart(report, "backlog", 190), Chart(report, "backlog_overdue", 190), Chart(report, "escalation_rate", 190)]),
        new TextBlock("SLA first reply by market", Paper.Heading) { IsHeading = true },
        Multiples(report.ByMarket, "sla_first_reply", across: 5),
        new TextBlock("SLA resolution by market", Paper.Heading) { IsHeading = true },
        Multiples(report.ByMarket, "sla_resolution", across: 5),
    ]));

    private static PaperSection Quality(MonthlyReport report) => new("Quality", new Stack(
    [
        Columns.Equal([Chart(report, "quality", 205), Chart(report, "quality_pass_rate", 205), Chart(report, "critical_accuracy", 205)]),
        new TextBlock("Quality by line of business", Paper.Heading) { IsHeading = true },
        Multiples(report.ByLob, "quality", across: 3, height: 112),
    ]));

    private static PaperSection Numbers(MonthlyReport report, Printed printed) => new("Table of numbers", new Stack(
    [
        new TextBlock("Value and numerator / denominator above, 95% interval and target below. The file carries all of it in machine-readable form, as the attachment manifest.json.", Paper.Small, Palette.Usual),
        new Table(
            [new PaperColumn("Market · LOB", 1.5f), .. report.Total.Cells.Select(cell => new PaperColumn(cell.Metric.Label, cell.Metric.Aggregation is Aggregation.Level ? 0.8f : 1.7f))],
            [.. report.ByMarket.Rows.Concat(report.ByLob.Rows).Concat(report.ByCell.Rows).Prepend(report.Total).Select(row => (IReadOnlyList<Block>)
                [new TextBlock(NameOf(row), Paper.CellStrong), .. row.Cells.Select(cell => printed.Full(cell.Metric, cell.Point, cell.Where))])]),
    ]));

    public static string NameOf(MonthRow row) => row.Key.Count == 0 ? "All" : string.Join(" · ", row.Key.Select(MetricText.DimensionValue));

    private static ChartBlock Chart(MonthlyReport report, string metric, float height)
    {
        var cell = report.Drawn[metric];
        return new ChartBlock(ModelOf(cell, ChartKind.Trend, TitleOf(report, cell)), height);
    }

    private static string TitleOf(MonthlyReport report, MonthCell cell) =>
        $"{cell.Metric.Label} {MetricText.Value(cell.Metric, cell.Point, WeeklyReport.Culture)}"
        + (cell.Difference is not { } difference ? "" : $" ({MetricFormat.Difference(cell.Metric, difference, WeeklyReport.Culture)}{(cell.Change is null ? "" : report.IsClear(cell) ? ", a clear change" : ", not clear")})");

    private static Block Multiples(MonthTable table, string metric, int across, float height = 100)
    {
        var cells = table.Rows.Select(row => (Name: MetricText.DimensionValue(row.Key[0]), Cell: row.Cells.First(cell => cell.Metric.Id == metric))).Where(row => row.Cell.Point?.Value is not null).ToList();
        var values = cells.SelectMany(row => row.Cell.Months).SelectMany(month => (double?[])[month.Point?.Value, month.Point?.Target]).OfType<double>().ToList();
        return values.Count == 0
            ? new TextBlock("Nothing of it in this month.", Paper.Body, Palette.Usual)
            : Columns.Grid([.. cells.Select(row => (Block)new ChartBlock(
                ModelOf(row.Cell, ChartKind.SmallMultiple, $"{row.Name}  {MetricText.Value(row.Cell.Metric, row.Cell.Point, WeeklyReport.Culture)}") with { AxisFrom = values.Min(), AxisUntil = values.Max() }, height))], across);
    }

    private static ChartModel ModelOf(MonthCell cell, ChartKind kind, string title) => new()
    {
        Kind = kind,
        Title = title,
        Subtitle = $"n = {MetricFormat.Count(cell.Point?.N ?? 0, WeeklyReport.Culture)}{(kind == ChartKind.Trend ? " · by month" : "")}",
        Unit = MetricText.ChartUnitOf(cell.Metric),
        Culture = WeeklyReport.Culture,
        LabelHeader = "Month",
        Points = [.. cell.Months.SkipWhile(month => month.Point?.Value is null).Select(month => new ChartPoint(month.Label, month.Point?.Value)
        {
            Low = month.Point?.Low,
            High = month.Point?.High,
            Numerator = month.Point?.Denominator is null ? null : month.Point.Numerator,
            Denominator = month.Point?.Denominator,
            SampleSize = month.Point is null ? null : (long)month.Point.N,
            Target = month.Point?.Target,
            Signal = SignalMeaning.UsualVariation,
        })],
    };
}
