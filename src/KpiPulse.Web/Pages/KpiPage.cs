using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Review;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace KpiPulse.Web.Pages;

/// <summary>What every page knows: the reader's view, scope and culture.</summary>
public abstract class KpiPage(MetricEngine engine) : PageModel
{
    private const int DaysUntilFinal = 7;

    private WeekStatus? review;

    public MetricEngine Engine { get; } = engine;

    public View View { get; private set; } = null!;

    /// <summary>Null while nothing has been loaded.</summary>
    public Period? Span { get; private set; }

    public Reader Reader => HttpContext.RequestServices.GetRequiredService<Reader>();

    public Scope Scope => Reader.Scope;

    /// <summary>The reader's own, for numbers and dates; words come from the resource files by the language of the pages.</summary>
    public CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>Where the week is signed; null where this page does not offer it.</summary>
    public virtual string? SignAction => null;

    /// <summary>Which item of the rail is lit.</summary>
    public abstract string Section { get; }

    public virtual bool HasScope => true;

    /// <summary>A choice that this page adds to the scope bar: which metric it shows.</summary>
    public virtual PageChoice? Choice => null;

    public IEnumerable<IsoWeek> RecentWeeks
    {
        get
        {
            var last = Span is { } span ? IsoWeek.Of(span.LastDay) : View.Week;
            var first = Span is { } known ? IsoWeek.Of(known.Start) : View.Week;
            return Enumerable.Range(0, 53).Select(back => last.AddWeeks(-back)).TakeWhile(week => week >= first);
        }
    }

    /// <summary>What the reader sees, on paper. The week's report is in weeks of the reporting zone, so it has no other.</summary>
    public virtual string? Pdf => View.Zone is null ? View.ReportPdf() : null;

    /// <summary>Where the scope bar's form goes; the Week page has its week in the path.</summary>
    public virtual string ScopeAction => Request.Path;

    public WeekStatus Review => review ??= new(View.Week, Engine.DataUntil, View.Zone ?? Engine.ReportingZone) { Missing = Engine.Missing(View.Week.Days), Frozen = View.Zone is null ? Engine.Frozen.Of(View.Week) : null };

    /// <summary>What was read already need not be asked again.</summary>
    protected void ShowStatus(WeekStatus status) => review = status;

    /// <summary>Equal keys show equal numbers in equal words: parts of a page are kept by it.</summary>
    public string FragmentKey => string.Join('\n', With(View), Engine.DataVersion, Engine.Rebaselines.Edition, Engine.Frozen.Edition, Scope.Key, Culture.Name, CultureInfo.CurrentUICulture.Name);

    /// <summary>Parameters of this page that are no part of the view: which metric, which breakdown.</summary>
    protected virtual IEnumerable<(string Name, string? Value)> Own => [];

    public IEnumerable<(string Name, string Value)> CarriedByScope()
    {
        foreach (var (name, value) in Own)
        {
            if (value is not null)
                yield return (name, value);
        }

        foreach (var name in (string[])["cmp", "asof", "zone", "basis"])
        {
            if (Request.Query[name].FirstOrDefault() is { Length: > 0 } value)
                yield return (name, value);
        }
    }

    /// <summary>Other things to hold the week against, and other instants to see it as of.</summary>
    public IReadOnlyList<ComparedWith> Comparisons => Enum.GetValues<ComparedWith>();

    /// <summary>Ends of the days from the week's last to its seventh after, as far as the data reaches.</summary>
    public IEnumerable<(DateOnly Day, DateTime At)> Instants()
    {
        var zone = ReportingZone.Of(View.Zone ?? Engine.ReportingZone);
        return Enumerable.Range(0, DaysUntilFinal + 1).Select(View.Week.Days.LastDay.AddDays).Select(day => (day, zone.StartOf(day.AddDays(1)))).Where(instant => instant.Item2 <= Engine.DataUntil);
    }

    /// <summary>This page held against something else, or as of another instant.</summary>
    public virtual string With(View view) => Here(view);

    /// <summary>This page in another week.</summary>
    public string AtWeek(IsoWeek week) => With(View with { Week = week });

    public string WithoutFilters() => With(View with { Where = [] });

    public string Without(string dimension) => With(View.Without(dimension));

    private string Here(View view) => view.Link(Request.Path, Own);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Span = Reader.Published(Engine.DataSpan);
        View = View.Of(Request.Query, Engine.Dimensions, Span is { } span ? IsoWeek.LastWholeOf(span) : new IsoWeek(2026, 1), Engine.ReportingZone, RouteData.Values["week"] as string) with { OpensRows = Scope.SeesRows };
        var isWeekNamed = Request.Query.ContainsKey("week") || RouteData.Values["week"] is not null;
        if (Span is null && Scope.Until is not null && HasScope && !isWeekNamed && Section != "reports")
        {
            // Nothing is published yet: the page that says so, not one that seems not to exist.
            context.Result = Redirect("/reports");
            return;
        }

        if (Scope.Excludes(View.Where) || (isWeekNamed && Scope.Until <= View.Week.FirstDay))
            throw new OutOfScopeException();
        if (Scope.SeesRows)
            HttpContext.RequestServices.GetRequiredService<Trail>().AgentOpened(HttpContext, View.ValuesOf("agent"));
        ViewData["Page"] = this;
    }
}

public sealed record PageChoice(string Label, IReadOnlyList<PageOption> Options);

public sealed record PageOption(string Text, string Href, bool IsCurrent);
