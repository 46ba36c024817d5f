using KpiPulse.Ingestion;
using KpiPulse.Ingestion.Profiles;
using KpiPulse.Metrics;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages.Data;

/// <summary>What arrived and what became of it. A number is only as good as the files under it.</summary>
public sealed class IndexModel(MetricEngine engine, ReceivedData received, Expectations expectations, InboxIngestion ingestion, TimeProvider clock) : KpiPage(engine)
{
    public const int FilesShown = 200;
    private const int CalendarDays = 370;

    public override string Section => "data";

    public override bool HasScope => false;

    public ReceivedTotals Totals { get; private set; } = null!;

    public IReadOnlyList<ReceivedFileRow> Files { get; private set; } = [];

    public IReadOnlyList<RejectReason> Reasons { get; private set; } = [];

    public IReadOnlyList<SourceFreshness> Freshness { get; private set; } = [];

    public IReadOnlyList<TimeFlag> Flags { get; private set; } = [];

    public IReadOnlyList<WaitingRows> Waiting { get; private set; } = [];

    public LoadProgress? Loading { get; private set; }

    /// <summary>Files that were uploaded just before.</summary>
    [BindProperty(SupportsGet = true)]
    public int Received { get; set; }

    public FileCalendar Calendar { get; private set; } = null!;

    public IReadOnlyList<FileRhythm> Rhythms { get; private set; } = [];

    public IActionResult OnPostExpect(string source, string every, double hours) => Confirm(() => expectations.Expect(source, every, hours));

    public IActionResult OnPostStopExpecting(string source) => Confirm(() => expectations.StopExpecting(source));

    public void OnGet()
    {
        var today = ReportingZone.Of(Engine.ReportingZone).DateOf(clock.GetUtcNow());
        Calendar = FileCalendar.Of(Engine.Completeness.Expected(new Period(today.AddDays(-CalendarDays), today.AddDays(1))));
        Rhythms = expectations.Rhythms();
        Totals = received.Totals;
        Files = received.Files(FilesShown);
        Reasons = received.RejectReasons();
        Freshness = received.Freshness();
        Flags = received.Flags();
        Waiting = received.Waiting();
        Loading = ingestion.Loading.Now;
        if (Loading is not null)
            Response.Headers["Refresh"] = "3";
    }

    private RedirectResult Confirm(Action change)
    {
        try
        {
            change();
            return Redirect("/data#expected");
        }
        catch (ProfileException fault)
        {
            throw new QuestionException(fault.Message);
        }
    }

    public string Local(DateTime? utc) => utc is { } instant
        ? ReportingZone.Of(Engine.ReportingZone).LocalTimeOf(instant).ToString("d MMM yyyy HH:mm", Culture)
        : "—";

    public string Count(long count) => MetricFormat.Count(count, Culture);
}
