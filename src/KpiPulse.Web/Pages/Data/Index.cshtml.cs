using KpiPulse.Ingestion;
using KpiPulse.Ingestion.Profiles;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Data;

/// <summary>What arrived and what became of it. A number is only as good as the files under it.</summary>
[Needs(Capability.ReadSources)]
public sealed class IndexModel(MetricEngine engine, ReceivedData received, Expectations expectations, InboxIngestion ingestion, TimeProvider clock, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    public const int WeeksReconciled = 6;
    private const int FilesShown = 100;
    private const int TurnedAwayShown = 20;
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

    public IReadOnlyList<TurnedAwayRow> TurnedAway { get; private set; } = [];

    public IReadOnlyList<Reconciliation> Reconciled { get; private set; } = [];

    /// <summary>Why the write-ahead log was put aside at the start; null when it was sound.</summary>
    public string? TornLog => ingestion.TornLog;

    /// <summary>Files lie in the archive that are not loaded, and nothing is loading them.</summary>
    public bool IsBehind { get; private set; }

    [BindProperty(SupportsGet = true)]
    public FileKind Show { get; set; }

    public int PageNumber { get; private set; }

    public int Pages => (int)Math.Max(1, (Kinds.First(kind => kind.Kind == Show).Count + FilesShown - 1) / FilesShown);

    public IReadOnlyList<(FileKind Kind, string Label, long Count)> Kinds =>
        [(FileKind.All, texts["AllRows"], Totals.Files), (FileKind.Refused, texts["FilesRefused"], Totals.Refused), (FileKind.WithRejects, texts["FilesWithRejects"], Totals.WithRejects)];

    /// <summary>Files that were uploaded just before.</summary>
    [BindProperty(SupportsGet = true)]
    public int Received { get; set; }

    public FileCalendar Calendar { get; private set; } = null!;

    public IReadOnlyList<FileRhythm> Rhythms { get; private set; } = [];

    [HandlerNeeds(Capability.ManageSources)]
    public IActionResult OnPostExpect(string source, string every, double hours) => Confirm(() => expectations.Expect(source, every, hours));

    [HandlerNeeds(Capability.ManageSources)]
    public IActionResult OnPostStopExpecting(string source) => Confirm(() => expectations.StopExpecting(source));

    public void OnGet(int p = 1)
    {
        var today = ReportingZone.Of(Engine.ReportingZone).DateOf(clock.GetUtcNow());
        Calendar = FileCalendar.Of(Engine.Completeness.Expected(new Period(today.AddDays(-CalendarDays), today.AddDays(1))));
        Rhythms = expectations.Rhythms();
        Totals = received.Totals;
        PageNumber = Math.Clamp(p, 1, Pages);
        Files = received.Files(Show, FilesShown, (PageNumber - 1) * FilesShown);
        TurnedAway = received.TurnedAway(TurnedAwayShown);
        Reconciled = Span is { } span ? received.Reconciliation(IsoWeek.Of(span.LastDay).AddWeeks(1 - WeeksReconciled).FirstDay) : [];
        Reasons = received.RejectReasons();
        Freshness = received.Freshness();
        Flags = received.Flags();
        Waiting = received.Waiting();
        Loading = ingestion.Loading.Now;
        IsBehind = Loading is null && ingestion.IsBehind;
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

    public string FilesAt(FileKind kind, int page)
    {
        List<string> query = [];
        if (kind != FileKind.All)
            query.Add("show=" + kind.ToString().ToLowerInvariant());
        if (page > 1)
            query.Add("p=" + page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return "/data" + (query.Count > 0 ? "?" + string.Join('&', query) : "") + "#files";
    }

    public string Local(DateTime? utc) => utc is { } instant
        ? ReportingZone.Of(Engine.ReportingZone).LocalTimeOf(instant).ToString("d MMM yyyy HH:mm", Culture)
        : "—";

    public string Count(long count) => MetricFormat.Count(count, Culture);
}
