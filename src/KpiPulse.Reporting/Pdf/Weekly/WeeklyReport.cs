using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>All that the weekly report says, asked once; the pages only lay it out.</summary>
/// <param name="AsOf">UTC; pinned, so that the same report can be made again later.</param>
/// <param name="Trends">Whole-scope series by metric id, those of the scorecard and those drawn beside them.</param>
/// <param name="Before">The four weeks before, pooled, by metric id.</param>
public sealed record WeeklyReport(
    ReportRequest Request,
    DateTime AsOf,
    string Zone,
    FrozenWeek Frozen,
    WeekReview Review,
    Narrative Narrative,
    Scorecard ByMarket,
    Scorecard ByLob,
    IReadOnlyDictionary<string, Trend> Trends,
    IReadOnlyDictionary<string, MetricPoint?> Before,
    IReadOnlyList<MissReasons> Misses,
    IReadOnlyList<ExplainedFinding> Why,
    IReadOnlyList<InputFile> Inputs)
{
    /// <summary>The report's language: the same words and numbers on every machine.</summary>
    public static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("en");

    public IsoWeek Week => Request.Week;

    /// <summary>By market and line of business.</summary>
    public Scorecard ByCell => Review.Scorecard;

    public ScorecardRow Total => Review.Total;

    /// <summary>A frozen week is final, whatever came since; an open one is not.</summary>
    public bool IsProvisional => !Frozen.IsFrozen;
}

/// <summary>Misses of a metric by reason, most first.</summary>
public sealed record MissReasons(MetricDefinition Metric, IReadOnlyList<(string? Reason, double Missed, double All)> Reasons);

/// <summary>An exception and why it happened.</summary>
public sealed record ExplainedFinding(Finding Finding, RootCauseAnswer Answer, CauseText Text);
