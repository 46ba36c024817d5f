using KpiPulse.Metrics.Freeze;

namespace KpiPulse.Metrics.Review;

/// <summary>A week, judged: what the Week page, the narrative and the report are made from.</summary>
/// <param name="Where">The reader's filters.</param>
/// <param name="Scorecard">By market and line of business.</param>
public sealed record WeekReview(IsoWeek Week, IReadOnlyList<DimensionFilter> Where, DateTime? AsOf, Scorecard Scorecard, Exceptions Exceptions, WeekStatus Status)
{
    /// <summary>Numbers of the scorecard that changed since the week was signed; none of a past instant.</summary>
    public IReadOnlyList<Restatement> Restatements { get; init; } = [];

    public int Restated => Restatements.Count;

    public ScorecardRow Total => Scorecard.Total;

    /// <summary>What the cell's number was when the week was signed; null where it is the same.</summary>
    public Restatement? RestatementOf(ScorecardCell cell, IReadOnlyList<string> by, IReadOnlyList<string?> key) => Restatements.Count == 0 ? null
        : Restatements.FirstOrDefault(one => one.Metric == cell.Metric && one.Cell.Basis == cell.Point?.Basis && one.Cell.IsAt([.. Where, .. by.Zip(key).Select(pair => new DimensionFilter(pair.First, [pair.Second ?? ""]))]));
}

public sealed class WeekReviewReader(MetricEngine engine, ScorecardReader scorecards)
{
    public static readonly IReadOnlyList<string> By = ["market", "lob"];

    /// <summary>Exceptions are always looked for by market and line of business, whatever rows the page shows.</summary>
    public WeekReview Read(IsoWeek week, IReadOnlyList<DimensionFilter> where, Scope scope, DateTime? asOf = null, bool asReported = false)
    {
        var scorecard = scorecards.Read(week, By, where, scope, asOf, asReported);
        var question = new ScorecardQuestion(week, By, where, asOf, asReported);
        Exceptions Find() => FindingSearch.Of(By, scorecard.Rows, scorecards.Rows(question, [By[0]], scope));
        var exceptions = asReported ? Find() : scorecards.Kept("exceptions", question, scope, Find, found => found.Cells);
        return new WeekReview(week, where, asOf, scorecard, exceptions, StatusOf(week, asOf)) { Restatements = asOf is null ? Restated(week, scope) : [] };
    }

    private WeekStatus StatusOf(IsoWeek week, DateTime? asOf) =>
        new(week, asOf ?? engine.DataUntil, engine.ReportingZone) { Missing = engine.Missing(week.Days), Frozen = engine.Frozen.Of(week) };

    private IReadOnlyList<Restatement> Restated(IsoWeek week, Scope scope) =>
        [.. engine.Frozen.Restatements(week, scope).Where(one => ScorecardReader.Metrics.Contains(one.Cell.Metric))];
}
