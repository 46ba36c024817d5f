using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Web.Access;
using KpiPulse.Web.Publishing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Reports;

/// <summary>What was published, who gets what when, and what became of each delivery.</summary>
[Needs(Capability.ReadReports)]
public sealed class IndexModel(MetricEngine engine, ReportSchedules schedules, DeliveryLedger ledger, ReportShelf shelf, ReportPublisher publisher, TimeProvider clock, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    private const int RowsShown = 60;

    private ScheduleForm? form;

    public override string Section => "reports";

    public override string With(View view) => view.ReportsPage();

    public IReadOnlyList<PublishedReport> Published { get; private set; } = [];

    public IReadOnlyList<ReportSchedule> Schedules { get; private set; } = [];

    public IReadOnlyList<Delivery> History { get; private set; } = [];

    public ScheduleForm Form => form ?? new ScheduleForm(texts["ScheduleNameNew"], "0 10 * * MON", null, "", "page");

    /// <summary>What was wrong with the form, and how to write it.</summary>
    public string? Problem { get; private set; }

    public void OnGet()
    {
        Published = [.. schedules.Published(int.MaxValue).Where(report => Scope.Covers(report.Where)).Take(RowsShown)];
        if (!Reader.Can(Capability.ManageSchedules))
            return;

        Schedules = schedules.All;
        History = ledger.History(RowsShown);
    }

    [HandlerNeeds(Capability.SignOff)]
    public IActionResult OnPostPublish() => Do(() => publisher.Publish(View.Week, Narrow(View.Where)));

    [HandlerNeeds(Capability.ManageSchedules)]
    public IActionResult OnPostAdd(ScheduleForm form)
    {
        this.form = form;
        return Do(() => form.AddTo(schedules, Engine.Dimensions, Narrow));
    }

    [HandlerNeeds(Capability.ManageSchedules)]
    public IActionResult OnPostPause(string id, bool isActive) => Do(() => schedules.SetActive(id, isActive));

    [HandlerNeeds(Capability.ManageSchedules)]
    public IActionResult OnPostRemove(string id) => Do(() => schedules.Remove(id));

    [HandlerNeeds(Capability.ManageSchedules)]
    public IActionResult OnPostAgain(string id, string week, string recipient) => Do(() =>
    {
        if (IsoWeek.TryParse(week, out var parsed))
            ledger.TryAgain(new DeliveryKey(id, parsed, recipient));
    });

    public (string Words, string CssClass) SealOf(PublishedReport report) => shelf.StateOf(report) switch
    {
        SealState.Valid => (texts["SealValid"], "is-final"),
        SealState.Broken => (texts["SealBroken"], "is-provisional"),
        null => (texts["SealGone"], "is-provisional"),
        _ => (texts["SealNone"], "is-provisional"),
    };

    /// <summary>In the schedule's own zone: that is where its people are.</summary>
    public string NextRun(ReportSchedule schedule) => !schedule.IsActive ? texts["SchedulePaused"]
        : DuePeriods.Next(schedule, clock.GetUtcNow().UtcDateTime) is { } next ? Local(next, schedule.Zone) : texts["ScheduleOver"];

    public string Local(DateTime? utc, string? zone = null) =>
        utc is { } instant ? string.Create(Culture, $"{ReportingZone.Of(zone ?? Engine.ReportingZone).LocalTimeOf(instant):ddd d MMM HH:mm}") : "";

    public string RecipientText(ReportRecipient recipient) => string.Join(' ', ((string[])[
        recipient.Channel switch { DeliveryChannel.Email => recipient.Address, DeliveryChannel.Folder => texts["RecipientFolder", recipient.Address], _ => texts["RecipientPage"] },
        string.Join(' ', recipient.Where.Select(filter => filter.ToString())),
    ]).Where(part => part.Length > 0));

    /// <summary>Nobody publishes or sends more than they may see; who manages schedules only sends what was asked for and sees none of it.</summary>
    private IReadOnlyList<DimensionFilter> Narrow(IReadOnlyList<DimensionFilter> where) => !Reader.Can(Capability.ReadNumbers) ? where
        : Scope.Excludes(where) ? throw new QuestionException(texts["BeyondScope"]) : Scope.Narrow(where);

    private IActionResult Do(Action work)
    {
        try
        {
            work();
            return Redirect(View.ReportsPage());
        }
        catch (QuestionException refusal)
        {
            Problem = refusal.Message;
            OnGet();
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
    }
}
