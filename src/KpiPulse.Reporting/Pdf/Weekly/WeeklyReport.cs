using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>All that the weekly report says, asked once; the pages only lay it out.</summary>
/// <param name="AsOf">UTC; pinned, so that the same report can be made again later.</param>
/// <param name="ByCell">By market and line of business.</param>
/// <param name="Trends">Whole-scope series by metric id, those of the scorecard and those drawn beside them.</param>
/// <param name="Before">The four weeks before, pooled, by metric id.</param>
public sealed record WeeklyReport(
    ReportRequest Request,
    DateTime AsOf,
    string Zone,
    WeekStatus Status,
    Scorecard ByMarket,
    Scorecard ByLob,
    Scorecard ByCell,
    IReadOnlyDictionary<string, Trend> Trends,
    IReadOnlyDictionary<string, MetricPoint?> Before,
    IReadOnlyList<MissReasons> Misses)
{
    /// <summary>The report's language: the same words and numbers on every machine.</summary>
    public static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("en");

    public IsoWeek Week => Request.Week;

    public ScorecardRow Total => ByCell.Total;

    public MetricQuestion Question(string metric, IReadOnlyList<DimensionFilter> cell, string? basis) => new(metric)
    {
        Period = Week.Days,
        Where = [.. Request.Where.Where(filter => cell.All(own => own.Dimension != filter.Dimension)), .. cell],
        AsOf = AsOf,
        Basis = basis,
    };
}

/// <summary>Misses of a metric by reason, most first.</summary>
public sealed record MissReasons(MetricDefinition Metric, IReadOnlyList<(string? Reason, double Missed, double All)> Reasons);
