using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages.Metric;

/// <summary>One metric over time: as a whole, by market and by line of business, with the numbers under each chart.</summary>
public sealed class IndexModel(MetricEngine engine, TrendReader trends) : KpiPage(engine)
{
    public override string Section => "metric";

    public override PageChoice Choice => new("Metric", [.. MetricCatalog.All.Select(metric => new PageOption(metric.Label, View.MetricPage(metric.Id), metric.Id == Metric.Id))]);

    public MetricDefinition Metric { get; private set; } = null!;

    public Trend Whole { get; private set; } = null!;

    public ChartModel WholeChart { get; private set; } = null!;

    public IReadOnlyList<Multiples> Breakdowns { get; private set; } = [];

    public IActionResult OnGet(string id)
    {
        if (MetricCatalog.Find(id) is not { } metric)
            return NotFound();

        Metric = metric;
        Whole = trends.Read(metric, View.Week, View.Where, Scope, View.AsOf, View.Zone);
        WholeChart = ChartOf(Whole, ChartKind.Trend, View, TrendText.Finding(Whole, Culture));
        Breakdowns = [.. ((string[])["market", "lob"]).Select(MultiplesOf).Where(multiples => multiples.Charts.Count > 1)];
        return Page();
    }

    private Multiples MultiplesOf(string dimension)
    {
        var charts = trends.ReadBy(dimension, Metric, View.Week, View.Where, Scope, View.AsOf, View.Zone)
            .Select(trend =>
            {
                var narrowed = View.With(dimension, trend.Key);
                return (narrowed, trend, chart: ChartOf(trend, ChartKind.SmallMultiple, narrowed, MetricText.DimensionValue(trend.Key)));
            })
            .ToList();
        var values = charts.SelectMany(pair => pair.chart.Points).SelectMany(point => (double?[])[point.Value, point.Target]).OfType<double>().ToList();
        return values.Count == 0
            ? new Multiples(dimension, [])
            : new Multiples(dimension, [.. charts.Select(pair => new Multiple(pair.narrowed.MetricPage(Metric.Id), NoteOf(pair.trend), pair.chart with { AxisFrom = values.Min(), AxisUntil = values.Max() }))]);
    }

    private string NoteOf(Trend trend) => $"{MetricText.Value(Metric, trend.Latest, Culture)} · n = {MetricFormat.Count(trend.Latest?.N ?? 0, Culture)}";

    private ChartModel ChartOf(Trend trend, ChartKind kind, View view, string title) => TrendChart.Of(
        trend, kind, title, View.Zone ?? Engine.ReportingZone, Culture, week => (view.Of(trend) with { Week = week }).TicketsPage(trend.Metric.Id));
}

public sealed record Multiples(string Dimension, IReadOnlyList<Multiple> Charts);

/// <param name="Note">The latest value and what it rests on.</param>
public sealed record Multiple(string Href, string Note, ChartModel Chart);
