using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Week;

/// <summary>The week: what changed, what missed, what is noise and where to look.</summary>
[Needs(Capability.ReadNumbers)]
public sealed class IndexModel(MetricEngine engine, WeekReviewReader reviews, ScorecardReader scorecards, ReviewComments comments, IStringLocalizer<Texts> texts) : KpiPage(engine)
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

    private const int WeeksPerYear = 52;

    private IReadOnlyList<(double From, double Until)> scales = [];
    private Scorecard? yearBefore;

    /// <summary>What people said of this week's numbers, and of last week's.</summary>
    public IReadOnlyList<ReviewComment> Said { get; private set; } = [];

    public override string Section => "week";

    public override string ScopeAction => "/week";

    public string By { get; private set; } = "lob";

    protected override IEnumerable<(string Name, string? Value)> Own => [("by", ByInAddress)];

    private string? ByInAddress => By == "lob" ? null : By;

    public override string With(View view) => view.WeekPage(ByInAddress);

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
        Reviewed = reviews.Read(View.Week, View.Where, Scope, View.AsOf, View.AsReported);
        if (View.Zone is null)
            ShowStatus(Reviewed.Status);
        Narrative = Narrator.Tell(Reviewed);
        Scorecard = By == "lob" ? Reviewed.Scorecard : scorecards.Read(View.Week, Dimensions[By], View.Where, Scope, View.AsOf, View.AsReported);
        scales = [.. Scorecard.Metrics.Select((_, column) => ScaleOf([.. Scorecard.Rows.Select(row => row.Cells[column])]))];
        var isShort = Scorecard.Rows.Count <= AllShownUpTo;
        LoudRows = [.. Scorecard.Rows.Where(row => isShort || !row.IsQuiet)];
        QuietRows = [.. Scorecard.Rows.Except(LoudRows)];
        Said = [.. comments.Of(View.Week).Where(comment => Scope.Covers(comment.Where))];
        yearBefore = View.Against == ComparedWith.LastYear ? scorecards.Read(View.Week.AddWeeks(-WeeksPerYear), Scorecard.By, View.Where, Scope, View.AsOf) : null;
    }

    public override string? SignAction => Reader.Can(Capability.SignOff) && View.AsOf is null && View.Zone is null && !Review.IsSigned && Engine.Frozen.IsOver(View.Week) ? View.Link($"/week/{View.Week}", [.. Own, ("handler", "Sign")], withWeek: false) : null;

    [HandlerNeeds(Capability.SignOff)]
    public IActionResult OnPostSign(string? note)
    {
        Engine.Frozen.SignOff(View.Week, Reader.Name, note);
        return Redirect(View.WeekPage(ByInAddress));
    }

    /// <summary>Restated cells that the reader's filters let through, the whole first.</summary>
    public IReadOnlyList<Restatement> Restatements => [.. Reviewed.Restatements.Where(one => View.Where.All(filter => filter.Dimension switch
    {
        "market" => one.Cell.Market is { } market && filter.Values.Contains(market),
        "lob" => one.Cell.Lob is { } lob && filter.Values.Contains(lob),
        _ => false,
    }))];

    public string PlaceOf(Restatement restated) => restated.Cell.By.Length == 0
        ? texts["Everywhere"]
        : string.Join(' ', ((string?[])[restated.Cell.By.Contains("market", StringComparison.Ordinal) ? restated.Cell.Market ?? "" : null, restated.Cell.By.Contains("lob", StringComparison.Ordinal) ? restated.Cell.Lob ?? "" : null])
            .OfType<string>().Select(MetricText.DimensionValue));

    public string LinkOf(Restatement restated) => (View with { Where = [.. WhereOf(restated.Cell)] }).MetricPage(restated.Cell.Metric);

    /// <summary>What the number was when the week was signed, and why it is another one now; empty where nothing changed.</summary>
    public string RestatedText(ScorecardCell cell, IReadOnlyList<string?> key) =>
        Reviewed.RestatementOf(cell, key.Count == 0 ? [] : Scorecard.By, key) is { } restated
            ? texts["RestatedCell", MetricText.Value(cell.Metric, restated.Frozen?.Value, Culture), MetricText.Value(cell.Metric, restated.Now?.Value, Culture), restated.Why]
            : "";

    /// <summary>The cell beside what the reader compares with; null where that has no number.</summary>
    public string? DeltaOf(ScorecardCell cell, IReadOnlyList<string?> key)
    {
        var row = key.Count == 0 ? yearBefore?.Total : yearBefore?.Rows.FirstOrDefault(row => row.Key.SequenceEqual(key));
        var lastYear = row?.Cells.FirstOrDefault(other => other.Metric == cell.Metric && other.Point?.Basis == cell.Point?.Basis)?.Point;
        return Comparison.Of(cell.Trend, lastYear).First(one => one.With == View.Against).Difference is { } difference ? MetricFormat.Difference(cell.Metric, difference, Culture) : null;
    }

    private static IEnumerable<DimensionFilter> WhereOf(CellKey cell) => cell.By.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(dimension => new DimensionFilter(dimension, [(dimension == "market" ? cell.Market : cell.Lob) ?? ""]));

    public View ViewOf(Finding finding) => finding.Where.Aggregate(View, (view, filter) => view.With(filter.Dimension, filter.Values[0]));

    /// <summary>Where the sentence's first number is looked at.</summary>
    public string LinkOf(Fact fact) => (View with { Where = fact.Question.Where }).MetricPage(fact.Question.Metric);

    /// <summary>A sentence in parts: what stands in brackets, n and interval, steps back for the eye.</summary>
    public static IEnumerable<(string Words, bool IsAside)> Parts(string text)
    {
        var from = 0;
        while (text.IndexOf('(', from) is var open and >= 0 && text.IndexOf(')', open) is var close and >= 0)
        {
            yield return (text[from..open], false);
            yield return (text[open..(close + 1)], true);
            from = close + 1;
        }

        yield return (text[from..], false);
    }

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

    public string LabelOf(ScorecardCell cell, IReadOnlyList<string?> key)
    {
        var style = Palette.For(MetricText.SignalOf(cell.Verdict));
        var (_, assurance) = MetricText.AssuranceOf(cell.Chart.Assurance);
        var rule = cell.Verdict is CellVerdict.Improvement or CellVerdict.Concern or CellVerdict.NeutralSignal ? MetricText.RuleOf(cell.Chart.Points[^1].Rule, Culture) : "";
        return string.Join(", ", ((string[])[texts["CellLabel", cell.Metric.Label, MetricText.Value(cell.Metric, cell.Point, Culture)], texts["SampleSize", MetricFormat.Count(cell.Point?.N, Culture)], style.Word, rule, assurance, DeltaOf(cell, key) is { } delta ? texts["DeltaLabel", delta, texts["Against_" + View.Against]] : "", RestatedText(cell, key)]).Where(part => part.Length > 0));
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
