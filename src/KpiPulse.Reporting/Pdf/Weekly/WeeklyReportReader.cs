using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>Puts the report's questions to the engine, all as of one instant.</summary>
public sealed class WeeklyReportReader(
    MetricEngine engine, ScorecardReader scorecards, TrendReader trends, WeekReviewReader reviews, RootCauseReader causes, FrozenWeeks frozen)
{
    private const int WeeksBefore = 4;
    private const int ReasonsShown = 8;
    private const int MostExplained = 2;

    private static readonly string[] DrawnMetrics =
        ["csat", "response_rate", "sla_first_reply", "sla_resolution", "backlog", "backlog_overdue", "escalation_rate", "quality", "quality_pass_rate", "critical_accuracy"];

    public WeeklyReport Read(ReportRequest request)
    {
        var (week, where, scope) = (request.Week, request.Where, request.Scope);
        var closed = frozen.Of(week);
        var asOf = request.AsOf ?? closed.AsOf ?? engine.DataUntil!.Value;
        var review = reviews.Read(week, where, scope, asOf);
        var drawn = DrawnMetrics.ToDictionary(id => id, id => trends.Read(MetricCatalog.Get(id), week, where, scope, asOf, zone: null), StringComparer.Ordinal);
        return new WeeklyReport(
            request,
            asOf,
            engine.ReportingZone,
            closed,
            review,
            new Narrator(WeeklyReport.Culture).Tell(review),
            scorecards.Read(week, ["market"], where, scope, asOf),
            scorecards.Read(week, ["lob"], where, scope, asOf),
            drawn,
            drawn.ToDictionary(pair => pair.Key, pair => Pooled(pair.Value, request, asOf), StringComparer.Ordinal),
            [.. ((string[])["sla_first_reply", "sla_resolution"]).Select(id => MissesOf(drawn[id], request, asOf))],
            Explain(review, request, asOf),
            frozen.Inputs(week));
    }

    /// <summary>Rates that moved, the largest first; a chronic miss has no change to explain.</summary>
    private List<ExplainedFinding> Explain(WeekReview review, ReportRequest request, DateTime asOf) =>
        [.. review.Exceptions.Listed.Where(finding => finding.Kind != FindingKind.ChronicMiss && finding.Metric.Aggregation == Aggregation.Ratio).Take(MostExplained).Select(finding =>
        {
            var question = new MetricQuestion(finding.Metric.Id)
            {
                Period = request.Week.Days,
                Where = request.Narrowed(finding.Where),
                AsOf = asOf,
                Basis = finding.Point.Basis,
            };
            var answer = causes.Explain(question, Baseline.FourWeekMean, request.Scope);
            return new ExplainedFinding(finding, answer, new CauseText(answer, engine.Dimensions, WeeklyReport.Culture));
        })];

    /// <summary>The four weeks before as one number; levels have no such number.</summary>
    private MetricPoint? Pooled(Trend trend, ReportRequest request, DateTime asOf)
    {
        if (trend.Metric.Aggregation is not (Aggregation.Ratio or Aggregation.Mean))
            return null;

        var question = new MetricQuestion(trend.Metric.Id) { Period = Period.LastWeeks(request.Week.Previous, WeeksBefore), Where = request.Where, AsOf = asOf, Basis = trend.Latest?.Basis };
        return engine.Ask(question, request.Scope).Only;
    }

    private MissReasons MissesOf(Trend trend, ReportRequest request, DateTime asOf) => new(trend.Metric,
        [.. engine.Ask(new MetricQuestion(trend.Metric.Id) { Period = request.Week.Days, Where = request.Where, By = ["category"], AsOf = asOf, Basis = trend.Latest?.Basis }, request.Scope).Points
            .Select(point => (Reason: point["category"], Missed: (point.Denominator - point.Numerator) ?? 0, All: point.Denominator ?? 0))
            .Where(reason => reason.Missed > 0)
            .OrderByDescending(reason => reason.Missed).ThenBy(reason => reason.Reason, StringComparer.Ordinal)
            .Take(ReasonsShown)]);
}
