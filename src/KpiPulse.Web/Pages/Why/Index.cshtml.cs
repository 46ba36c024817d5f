using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Misses;
using KpiPulse.Metrics.Plans;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Metrics.Statistics;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Why;

/// <summary>Why a metric changed: verdict, waterfall, tested causes, a walk by hand, and what was not the cause.</summary>
[Needs(Capability.ReadRows)]
public sealed class IndexModel(MetricEngine engine, RootCauseReader causes, TrendReader trends, EvidenceShelf shelf, RecoveryPlans plans, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    private string? by;

    public override string Section => "why";

    public override PageChoice Choice => new(texts["Metric"], [.. MetricCatalog.All.Where(metric => metric.Aggregation == Aggregation.Ratio)
        .Select(metric => new PageOption(metric.Label, View.WhyPage(metric.Id, Answer.Against.ToString()), metric.Id == Answer.Metric.Id))]);

    public override string Pdf => View.WhyPdf(Answer.Metric.Id, Answer.Against.ToString(), by);

    public RootCauseAnswer Answer { get; private set; } = null!;

    public CauseText Text { get; private set; } = null!;

    public ChartModel? Waterfall { get; private set; }

    public Walk? Walk { get; private set; }

    /// <summary>The view whose rows are the answer's: bases are apart in numbers.</summary>
    public View Shown { get; private set; } = null!;

    protected override IEnumerable<(string Name, string? Value)> Own => [("against", Answer.Against.ToString()), ("by", by)];

    public IActionResult OnGet(string metric, string? against, string? by)
    {
        if (MetricCatalog.Find(metric) is null)
            return NotFound();

        this.by = by;
        Explain(metric, against);
        Shown = Answer.OtherBases.Count > 0 ? View with { Basis = Answer.Question.Basis } : View;
        Waterfall = WaterfallChart.Of(Answer, Text, cause => TicketsOf(cause), Culture);
        Walk = Walk.Of(Answer, Shown, Engine.Dimensions, by, texts["Everything"]);
        return Page();
    }

    /// <summary>Keeps a sample of the cause's misses and opens it.</summary>
    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostEvidence(string metric, string? against, string[] cause) =>
        Redirect(string.Create(CultureInfo.InvariantCulture, $"/evidence/{Keep(Asked(metric, against, cause))}"));

    /// <summary>Drafts a plan about the cause, with its evidence where it has misses to draw.</summary>
    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostPlan(string metric, string? against, string[] cause)
    {
        var asked = Asked(metric, against, cause);
        int? evidence = Answer.HarmsOf(asked.After) > 0 ? Keep(asked) : null;
        var name = Text.NameOf(asked.Where);
        return Redirect(string.Create(CultureInfo.InvariantCulture, $"/plans/{plans.Draft(Answer, asked, name, $"{name}: {Text.Statement(asked)}", evidence, User.Identity?.Name)}"));
    }

    private int Keep(Cause asked) => shelf.Keep(Answer, asked, $"{Text.NameOf(asked.Where)}: {Text.Statement(asked)}", Scope, User.Identity?.Name);

    /// <summary>The answer is asked again: a form may be older than the data.</summary>
    private Cause Asked(string metric, string? against, string[] cause)
    {
        Explain(metric, against);
        var where = cause.Select(text => text.Split('=', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return Answer.Explanation?.Causes.FirstOrDefault(each => each.Where.Count == where.Count && each.Where.All(pair => where.GetValueOrDefault(pair.Key) == pair.Value))
            ?? throw new QuestionException(texts["CauseGone"]);
    }

    /// <param name="handler">What is done with the cause: evidence, plan.</param>
    public string With(string handler) => View.Link(Request.Path, [.. Own, ("handler", handler)]);

    public IEnumerable<PageOption> Baselines()
    {
        (string Text, Baseline Baseline)[] choices = [(texts["Against_FourWeeksBefore"], Baseline.FourWeekMean), (texts["Against_PreviousWeek"], Baseline.Previous), (texts["AgainstTarget"], Baseline.Target)];
        foreach (var (text, baseline) in choices)
            yield return new PageOption(text, View.WhyPage(Answer.Metric.Id, baseline.ToString(), by), baseline == Answer.Against);
        if (Answer.Against.Kind == BaselineKind.Week)
            yield return new PageOption(Answer.Against.ToString(), View.WhyPage(Answer.Metric.Id, Answer.Against.ToString(), by), true);
    }

    public string TicketsOf(Cause cause) => Narrowed(cause.Where).TicketsPage(Answer.Metric.Id, Answer.Harm);

    /// <summary>The same question within the cause alone.</summary>
    public string WhyWithin(IReadOnlyDictionary<string, string> where) => Narrowed(where).WhyPage(Answer.Metric.Id, Answer.Against.ToString());

    public string HarmWord => Answer.Metric.Id switch
    {
        "csat" => texts["HarmUnsatisfied"],
        "dsat" => texts["HarmDissatisfied"],
        "reopen_rate" => texts["HarmReopened"],
        "escalation_rate" => texts["HarmEscalated"],
        "quality_pass_rate" => texts["Failed"],
        "response_rate" => texts["HarmUnanswered"],
        _ => texts["HarmMissed"],
    };

    /// <summary>The cause's own weeks, on its own scale; a shift of proportions has no rate to draw.</summary>
    public string? Spark(Cause cause)
    {
        if (cause.Kind == CauseKind.Mix)
            return null;

        var trend = trends.Read(Answer.Metric, Answer.Week, Narrowed(cause.Where).Where, Scope, View.AsOf, View.Zone);
        var weeks = trend.Weeks.TakeLast(ScorecardCell.WeeksShown).Select(week => week.Point?.Value).ToList();
        var limits = trend.Chart.LatestLimits;
        var scale = weeks.Append(limits?.Lower).Append(limits?.Upper).OfType<double>().Select(value => Math.Clamp(value, 0, 1)).DefaultIfEmpty(0).ToList();
        return Sparkline.Render(new SparklineModel(weeks) { BandLow = limits?.Lower, BandHigh = limits?.Upper, Signal = WaterfallChart.SignalOf(cause.Contribution, Answer) }, scale.Min(), scale.Max());
    }

    public string PointsOf(double effect) => MetricFormat.Points(effect, Culture).Replace(" pp", "", StringComparison.Ordinal);

    /// <summary>The number of harmed rows a week, split in three; null against a goal.</summary>
    public string? HarmsText() => Walk is { } walk && Answer.HarmsSplitBy(walk.Split) is var (before, after, split)
        ? texts["HarmsSplit", Sentence(HarmWord), MetricFormat.Count(before, Culture), MetricFormat.Count(after, Culture), Signed(split.Volume), Signed(split.Mix), Signed(split.Rate)].Value
        : null;

    /// <summary>What of a survey's mix is other invitations and what other willingness; null for other metrics.</summary>
    public string? ResponseText() => Walk is { } walk && causes.ResponseMixOf(Answer, walk.Dimension.Id, walk.Split, Scope) is { } mix
        ? texts["ResponseSplit", PointsOf(mix.Invited), PointsOf(mix.Answering)].Value
        : null;

    private string Signed(double count) => (count > 0 ? "+" : "") + MetricFormat.Score(count, Culture);

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    public SignalMeaning SignalOf(SegmentEffect effect) => WaterfallChart.SignalOf(effect.TotalEffect, Answer);

    public static string BarOf(SegmentEffect effect, double largest) =>
        (largest > 0 ? 100 * Math.Abs(effect.TotalEffect) / largest : 0).ToString("0.#", CultureInfo.InvariantCulture);

    private void Explain(string metric, string? against)
    {
        Answer = causes.Explain(View.Question(metric), against is null ? Baseline.FourWeekMean : Baseline.Parse(against), Scope);
        Text = new CauseText(Answer, Engine.Dimensions, Culture);
    }

    private View Narrowed(IReadOnlyDictionary<string, string> where) => where.Aggregate(Shown, (view, pair) => view.With(pair.Key, pair.Value));
}
