using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;

namespace KpiPulse.Web.Pages.Week;

/// <summary>The week at a glance: every cell of the breakdown against its target and its own usual range.</summary>
public sealed class IndexModel(MetricEngine engine, ScorecardReader scorecards) : KpiPage(engine)
{
    private static readonly Dictionary<string, string[]> Breakdowns = new()
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

    protected override IEnumerable<(string Name, string? Value)> Own => [("by", By == "lob" ? null : By)];

    public override string AtWeek(IsoWeek week) => (View with { Week = week }).WeekPage(By == "lob" ? null : By);

    public override string Without(string dimension) => View.Without(dimension).WeekPage(By == "lob" ? null : By);

    public override string WithoutFilters() => (View with { Where = [] }).WeekPage(By == "lob" ? null : By);

    public IEnumerable<string> OtherBreakdowns => Breakdowns.Keys.Where(by => by != By);

    public Scorecard Scorecard { get; private set; } = null!;

    public void OnGet(string? by)
    {
        By = by is not null && Breakdowns.ContainsKey(by) ? by : "lob";
        Scorecard = scorecards.Read(View.Week, Breakdowns[By], View.Where, Scope, View.AsOf);
        scales = [.. Scorecard.Metrics.Select((_, column) => ScaleOf([.. Scorecard.Rows.Select(row => row.Cells[column])]))];
    }

    /// <summary>Colour follows the signal, not the distance from the target: a calm table is grey.</summary>
    public string TintOf(ScorecardCell cell) => SignalOf(cell) switch
    {
        SignalMeaning.Improvement => "tint-improvement",
        SignalMeaning.Concern => "tint-concern",
        SignalMeaning.TooFew => "tint-few",
        _ => "",
    };

    public SignalMeaning SignalOf(ScorecardCell cell) => MetricText.SignalOf(cell.Chart.Points[^1].Value is null ? null : cell.Chart.Points[^1].Type, cell.Size);

    public string Spark(ScorecardCell cell, int column) => Sparkline.Render(
        new SparklineModel([.. cell.Weeks.Select(point => point?.Value)])
        {
            BandLow = cell.Chart.LatestLimits?.Lower,
            BandHigh = cell.Chart.LatestLimits?.Upper,
            Target = cell.Point?.Target,
            Signal = SignalOf(cell),
        },
        scales[column].From,
        scales[column].Until);

    public string LabelOf(ScorecardCell cell)
    {
        var style = Palette.For(SignalOf(cell));
        var (_, assurance) = MetricText.AssuranceOf(cell.Chart.Assurance);
        var rule = MetricText.RuleOf(cell.Chart.Points[^1].Rule);
        return string.Join(", ", ((string[])[$"{cell.Metric.Label} {MetricText.Value(cell.Metric, cell.Point, Culture)}", $"n = {MetricFormat.Count(cell.Point?.N, Culture)}", style.Word, rule, assurance]).Where(part => part.Length > 0));
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
