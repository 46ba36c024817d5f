namespace KpiPulse.Metrics.Review;

/// <summary>A week, judged: what the Week page, the narrative and the report are made from.</summary>
/// <param name="Where">The reader's filters.</param>
/// <param name="Scorecard">By market and line of business.</param>
/// <param name="Restated">Numbers that changed since the week was signed.</param>
public sealed record WeekReview(
    IsoWeek Week, IReadOnlyList<DimensionFilter> Where, DateTime? AsOf, Scorecard Scorecard, Exceptions Exceptions, WeekStatus Status, int Restated)
{
    public ScorecardRow Total => Scorecard.Total;
}

public sealed class WeekReviewReader(MetricEngine engine, ScorecardReader scorecards)
{
    public static readonly IReadOnlyList<string> By = ["market", "lob"];

    /// <summary>Exceptions are always looked for by market and line of business, whatever rows the page shows.</summary>
    public WeekReview Read(IsoWeek week, IReadOnlyList<DimensionFilter> where, Scope scope, DateTime? asOf = null)
    {
        var scorecard = scorecards.Read(week, By, where, scope, asOf);
        var markets = scorecards.Rows(week, [By[0]], where, scope, asOf);
        var exceptions = FindingSearch.Of(By, scorecard.Rows, markets);
        return new WeekReview(week, where, asOf, scorecard, exceptions, new WeekStatus(week, asOf ?? engine.DataUntil, engine.ReportingZone) { Missing = engine.Missing(week.Days) }, Restated: 0);
    }
}
