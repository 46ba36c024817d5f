using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Narrative;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Metric;

/// <summary>One metric over time: as a whole, by market and by line of business, with the numbers under each chart and what people said of them.</summary>
[Needs(Capability.ReadNumbers)]
public sealed class IndexModel(MetricEngine engine, TrendReader trends, SixTwelveReader sixTwelves, ReviewComments comments, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    public override string Section => "metric";

    public override PageChoice Choice => new(texts["Metric"], [.. MetricCatalog.All.Select(metric => new PageOption(metric.Label, View.MetricPage(metric.Id), metric.Id == Metric.Id))]);

    public override string Pdf => View.MetricPdf(Metric.Id);

    public MetricDefinition Metric { get; private set; } = null!;

    public Trend Whole { get; private set; } = null!;

    public ChartModel WholeChart { get; private set; } = null!;

    public ChartModel SixTwelve { get; private set; } = null!;

    public IReadOnlyList<Comparison> Compared { get; private set; } = [];

    public IReadOnlyList<Multiples> Breakdowns { get; private set; } = [];

    public CommentsModel Comments { get; private set; } = null!;

    public IActionResult OnGet(string id)
    {
        if (MetricCatalog.Find(id) is not { } metric)
            return NotFound();

        Metric = metric;
        Whole = trends.Read(metric, View.Week, View.Where, Scope, View.AsOf, View.Zone, View.AsReported);
        WholeChart = ChartOf(Whole, ChartKind.Trend, View, TrendText.Finding(Whole, Culture));
        var sixTwelve = sixTwelves.Read(metric, View.Week, View.Where, Scope, View.AsOf, View.Zone, View.AsReported);
        Compared = Comparison.Of(Whole, sixTwelve.Weeks[^1].PriorYear);
        SixTwelve = SixTwelveChart.Of(sixTwelve, Whole, ComparisonTitle(), Zone, Culture, week => (View.Of(Whole) with { Week = week }).TicketsPage(metric.Id));
        Breakdowns = [.. ((string[])["market", "lob"]).Select(MultiplesOf).Where(multiples => multiples.Charts.Count > 1)];
        Comments = new CommentsModel(comments.Of(metric.Id, Scope.Narrow(View.Where), View.Week), Zone, Culture, View.Link(Request.Path, [("handler", "Comment")]));
        return Page();
    }

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostComment(string id, string body)
    {
        comments.Add(View.Week, id, Scope.Narrow(View.Where), body, Reader.Name);
        return Redirect(View.MetricPage(id) + "#comments");
    }

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostWithdraw(string id, string commentId)
    {
        if (comments.Of(id, Scope.Narrow(View.Where), View.Week).FirstOrDefault(comment => comment.CommentId == commentId) is not { } found || (found.Author != Reader.Name && !Reader.Can(Capability.SignOff)))
            return NotFound();

        comments.Withdraw(commentId, Reader.Name);
        return Redirect(View.MetricPage(id) + "#comments");
    }

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostRebaseline(string id, string reason)
    {
        Engine.Rebaselines.Add(View.Week, id, Scope.Narrow(View.Where), reason, Reader.Name);
        return Redirect(View.MetricPage(id) + "#ranges");
    }

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostWithdrawRebaseline(string id, string rebaselineId)
    {
        if (Engine.Rebaselines.Of(MetricCatalog.Get(id), Scope.Narrow(View.Where)).FirstOrDefault(range => range.RebaselineId == rebaselineId) is not { } found
            || (found.Author != Reader.Name && !Reader.Can(Capability.SignOff)))
            return NotFound();

        Engine.Rebaselines.Withdraw(rebaselineId, Reader.Name);
        return Redirect(View.MetricPage(id) + "#ranges");
    }

    /// <summary>Where people began the usual range of this number anew, newest first.</summary>
    public IEnumerable<Rebaseline> Rebaselines => Engine.Rebaselines.Of(Metric, Scope.Narrow(View.Where)).Reverse();

    public string ActionOf(string handler) => View.Link(Request.Path, [("handler", handler)]);

    /// <summary>What this number was when its week was signed; null where it is the same, or where no such number is kept.</summary>
    public Restatement? Restated => View.AsOf is not null || View.Zone is not null ? null
        : Engine.Frozen.Restatements(View.Week, Scope).FirstOrDefault(one => one.Metric == Metric && one.Cell.Basis == Whole.Latest?.Basis && one.Cell.IsAt(Scope.Narrow(View.Where)));

    /// <summary>What may be expected of the coming weeks; empty without a target or firm limits.</summary>
    public string Outlook => Whole.ShareOfWeeksMeeting is { } share ? texts["Outlook", share.ToString("P0", Culture)] : "";

    /// <summary>Where the number is: <c>KR Age Support</c>; all of it when nothing is filtered.</summary>
    public string Place => View.Where.Count == 0 ? texts["Everywhere"] : Narrator.WhereText(View.Where);

    public string Name(ComparedWith with) => texts["Compared_" + with];

    public string Difference(Comparison comparison) => MetricFormat.Difference(Metric, comparison.Difference, Culture);

    public string IntervalOf(Comparison comparison) => comparison.Change is { } change
        ? texts["DifferenceInterval", MetricFormat.Difference(Metric, change.Lower, Culture), MetricFormat.Difference(Metric, change.Upper, Culture)]
        : "";

    public string VerdictOf(Comparison comparison) => comparison.Change?.Signal switch
    {
        null => "",
        ChangeSignal.NoClearChange => texts["NoClearChange"],
        _ => texts["ClearChange"],
    };

    private string ComparisonTitle()
    {
        var chosen = Compared.First(comparison => comparison.With == View.Against);
        return chosen.Difference is null
            ? texts["SixTwelveTitle", Metric.Label]
            : texts["SixTwelveFinding", Metric.Label, MetricText.Value(Metric, Whole.Latest, Culture), MetricFormat.Difference(Metric, chosen.Difference, Culture), Name(View.Against)];
    }

    private string Zone => View.Zone ?? Engine.ReportingZone;

    private Multiples MultiplesOf(string dimension)
    {
        var charts = trends.ReadBy(dimension, Metric, View.Week, View.Where, Scope, View.AsOf, View.Zone, View.AsReported)
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

    private string NoteOf(Trend trend) => texts["ValueAndSize", MetricText.Value(Metric, trend.Latest, Culture), MetricFormat.Count(trend.Latest?.N ?? 0, Culture)];

    private ChartModel ChartOf(Trend trend, ChartKind kind, View view, string title) =>
        TrendChart.Of(trend, kind, title, Zone, Culture, week => (view.Of(trend) with { Week = week }).TicketsPage(trend.Metric.Id));
}

public sealed record Multiples(string Dimension, IReadOnlyList<Multiple> Charts);

/// <param name="Note">The latest value and what it rests on.</param>
public sealed record Multiple(string Href, string Note, ChartModel Chart);
