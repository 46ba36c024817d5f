using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Plans;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Plans;

/// <summary>A plan: while a draft, a form; once started, what was promised beside what came.</summary>
[Needs(Capability.ReadRows)]
public sealed class PlanModel(MetricEngine engine, RecoveryPlans plans, TrendReader trends, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    public override string Section => "plans";

    public override bool HasScope => false;

    public RecoveryPlan Plan { get; private set; } = null!;

    public ChartModel Chart { get; private set; } = null!;

    /// <summary>What the last form said that cannot be; null otherwise.</summary>
    public string? Problem { get; private set; }

    public PlanTerms Terms { get; private set; } = null!;

    /// <summary>The view of the plan's own cells in the week of its cause.</summary>
    public View Cells => new(Plan.Week, Plan.Where, null, null, Plan.Basis);

    public string Written => string.Create(Culture, $"{ReportingZone.Of(Engine.ReportingZone).LocalTimeOf(Plan.WrittenAt):d MMM yyyy HH:mm}");

    /// <summary>The goal as people write it: shares in percent.</summary>
    public string GoalText => (Plan.Metric.Unit == MetricUnit.Share ? Terms.Goal * 100 : Terms.Goal).ToString("0.##", CultureInfo.InvariantCulture);

    public IActionResult OnGet(int id) => Open(id) ? Page() : NotFound();

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostSave(int id, PlanForm form) => Do(id, form, (plan, terms) => plans.Change(plan, terms, User.Identity?.Name));

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostStart(int id, PlanForm form) => Do(id, form, (plan, terms) => plans.Start(plan, terms, User.Identity?.Name));

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostDrop(int id, PlanForm form) => Do(id, form, (plan, _) => plans.Drop(plan, User.Identity?.Name));

    private IActionResult Do(int id, PlanForm form, Action<RecoveryPlan, PlanTerms> work)
    {
        if (!Open(id))
            return NotFound();

        try
        {
            work(Plan, Terms = form.ToTerms(Plan.Metric, texts));
            return Redirect(string.Create(CultureInfo.InvariantCulture, $"/plans/{id}"));
        }
        catch (QuestionException refusal)
        {
            Problem = refusal.Message;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
    }

    private bool Open(int id)
    {
        if (plans.Find(id, Scope) is not { } found)
            return false;

        (Plan, Terms) = (found, found.Terms);
        var last = Span is { } span ? IsoWeek.Of(span.LastDay) : Plan.Week;
        var trend = trends.Read(Plan.Metric, last, Plan.Where, Scope, null, null);
        var chart = TrendChart.Of(trend, ChartKind.Trend, TrendText.Finding(trend, Culture), Engine.ReportingZone, Culture, week => (Cells with { Week = week }).TicketsPage(Plan.Metric.Id));
        var start = IsoWeek.Of(Plan.Terms.Window.Start).ToString();
        Chart = chart with
        {
            Points = [.. chart.Points.Select(point => point with
            {
                Target = Plan.Terms.Goal,
                Event = point.Label == Plan.Week.ToString() ? texts["PlanEventCause"] : point.Label == start && Plan.State == PlanState.Started ? texts["PlanEventStart"] : "",
            })],
        };
        return true;
    }
}

/// <summary>A plan's terms as a person writes them.</summary>
/// <param name="Goal">In percent for shares.</param>
public sealed record PlanForm(string? Hypothesis, string? Lever, string? Owner, string? Goal, DateOnly? From, DateOnly? Until, string? ExitRule)
{
    /// <exception cref="QuestionException">The goal is no number, or the window has no days; the message says how to write it.</exception>
    internal PlanTerms ToTerms(MetricDefinition metric, IStringLocalizer texts)
    {
        if (!double.TryParse(Goal?.TrimEnd(' ', '%').Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var goal) || !double.IsFinite(goal))
            throw new QuestionException(metric.Unit == MetricUnit.Share ? texts["PlanNoShare", Goal ?? ""] : texts["PlanNoGoal", Goal ?? ""]);
        if (From is not { } from || Until is not { } until || until < from)
            throw new QuestionException(texts["PlanNoWindow"]);

        return new PlanTerms(Hypothesis ?? "", Lever ?? "", Owner ?? "", metric.Unit == MetricUnit.Share ? goal / 100 : goal, new Period(from, until.AddDays(1)), ExitRule ?? "");
    }
}
