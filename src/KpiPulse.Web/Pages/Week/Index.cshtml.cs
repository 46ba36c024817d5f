using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using KpiPulse.Web.Access;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Week;

/// <summary>The week: what changed, what missed, what is noise and where to look.</summary>
[Needs(Capability.ReadNumbers)]
public sealed class IndexModel(MetricEngine engine, WeekReviewReader reviews, ScorecardReader scorecards, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    private const int AllShownUpTo = 12;

    private static readonly Dictionary<string, string[]> Dimensions = new()
    {
        ["lob"] = ["market", "lob"],
        ["market"] = ["market"],
        ["tier"] = ["market", "tier"],
        ["site"] = ["site"],
        ["team"] = ["team"],
        ["channel"] = ["channel"],
    };

    private IReadOnlyList<(double From, double Until)> scales = [];

    public override string Section => "week";

    public override string ScopeAction => "/week";

    public string By { get; private set; } = "lob";

    protected override IEnumerable<(string Name, string? Value)> Own => [("by", ByInAddress)];

    private string? ByInAddress => By == "lob" ? null : By;

    public override string AtWeek(IsoWeek week) => (View with { Week = week }).WeekPage(ByInAddress);

    public override string Without(string dimension) => View.Without(dimension).WeekPage(ByInAddress);

    public override string WithoutFilters() => (View with { Where = [] }).WeekPage(ByInAddress);

    public IEnumerable<string> Breakdowns => Dimensions.Keys;

    public WeekReview Reviewed { get; private set; } = null!;

    public Narrative Narrative { get; private set; } = null!;

    public Narrator Narrator => new(Culture);

    public Scorecard Scorecard { get; private set; } = null!;

    public IReadOnlyList<ScorecardRow> LoudRows { get; private set; } = [];

    public IReadOnlyList<ScorecardRow> QuietRows { get; private set; } = [];

    public void OnGet(string? by)
    {
        By = by is not null && Dimensions.ContainsKey(by) ? by : "lob";
        Reviewed = reviews.Read(View.Week, View.Where, Scope, View.AsOf);
        Narrative = Narrator.Tell(Reviewed);
        Scorecard = By == "lob" ? Reviewed.Scorecard : scorecards.Read(View.Week, Dimensions[By], View.Where, Scope, View.AsOf);
        scales = [.. Scorecard.Metrics.Select((_, column) => ScaleOf([.. Scorecard.Rows.Select(row => row.Cells[column])]))];
        var isShort = Scorecard.Rows.Count <= AllShownUpTo;
        LoudRows = [.. Scorecard.Rows.Where(row => isShort || !row.IsQuiet)];
        QuietRows = [.. Scorecard.Rows.Except(LoudRows)];
    }

    public View ViewOf(Finding finding) => finding.Where.Aggregate(View, (view, filter) => view.With(filter.Dimension, filter.Values[0]));

    /// <summary>Where the sentence's first number is looked at.</summary>
    public string LinkOf(Fact fact) => (View with { Where = fact.Question.Where }).MetricPage(fact.Question.Metric);

    /// <summary>What the number is held against.</summary>
    public string ContextOf(Finding finding) => finding.Kind switch
    {
        FindingKind.ChronicMiss => texts["EveryWeek"],
        FindingKind.Mix => texts["MixSplit", MetricFormat.Difference(finding.Metric, finding.Mix!.MixEffect, Culture), MetricFormat.Difference(finding.Metric, finding.Mix.RateEffect, Culture)],
        _ => finding.Cell.Chart.LatestLimits is { Lower: { } low, Upper: { } high } ? texts["UsualRange", TrendText.Range(finding.Metric, low, high, Culture)] : "",
    };

    /// <summary>Colour follows the signal, not the distance from the target: a calm table is grey.</summary>
    public static string TintOf(ScorecardCell cell) => cell.Verdict switch
    {
        CellVerdict.Improvement => "tint-improvement",
        CellVerdict.Concern => "tint-concern",
        CellVerdict.TooFew or CellVerdict.Provisional => "tint-few",
        _ => "",
    };

    public string Spark(ScorecardCell cell, int column) => Sparkline.Render(
        new SparklineModel([.. cell.Weeks.Select(point => point?.Value)])
        {
            BandLow = cell.Chart.LatestLimits?.Lower,
            BandHigh = cell.Chart.LatestLimits?.Upper,
            Target = cell.Point?.Target,
            Signal = MetricText.SignalOf(cell.Verdict),
        },
        scales[column].From,
        scales[column].Until);

    public string LabelOf(ScorecardCell cell)
    {
        var style = Palette.For(MetricText.SignalOf(cell.Verdict));
        var (_, assurance) = MetricText.AssuranceOf(cell.Chart.Assurance);
        var rule = cell.Verdict is CellVerdict.Improvement or CellVerdict.Concern or CellVerdict.NeutralSignal ? MetricText.RuleOf(cell.Chart.Points[^1].Rule, Culture) : "";
        return string.Join(", ", ((string[])[texts["CellLabel", cell.Metric.Label, MetricText.Value(cell.Metric, cell.Point, Culture)], $"n = {MetricFormat.Count(cell.Point?.N, Culture)}", style.Word, rule, assurance]).Where(part => part.Length > 0));
    }

    /// <summary>One y-scale for a column, so that its lines can be compared; extremes of tiny cells do not flatten the rest.</summary>
    private static (double From, double Until) ScaleOf(IReadOnlyList<ScorecardCell> cells)
    {
        var points = cells.SelectMany(cell => cell.Weeks).OfType<MetricPoint>().ToList();
        var firm = points.Exists(point => point.N >= 30) ? points.FindAll(point => point.N >= 30) : points;
        var values = firm.Select(point => point.Value).OfType<double>().Order().ToList();
        return values.Count == 0 ? (0, 1) : (values[values.Count / 50], values[^(1 + values.Count / 50)]);
    }
}

/// <summary>One row of the table with the page it stands on.</summary>
public sealed record RowModel(IndexModel Page, ScorecardRow Row);
