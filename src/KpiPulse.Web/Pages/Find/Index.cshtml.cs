using KpiPulse.Metrics;
using KpiPulse.Metrics.Tickets;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages.Find;

/// <summary>From a week, a metric's name or a ticket's number to its page.</summary>
public sealed class IndexModel(MetricEngine engine, TicketReader tickets) : KpiPage(engine)
{
    public override string Section => "find";

    public override bool HasScope => false;

    public string Asked { get; private set; } = "";

    /// <summary>Several sources may use one number.</summary>
    public IReadOnlyList<(string Source, string Id)> Tickets { get; private set; } = [];

    public IActionResult OnGet(string? q)
    {
        Asked = q?.Trim() ?? "";
        if (IsoWeek.TryParse(Asked.ToUpperInvariant(), out var week))
            return Redirect((View with { Week = week }).WeekPage());
        if (MetricCatalog.All.FirstOrDefault(metric => Asked.Equals(metric.Id, StringComparison.OrdinalIgnoreCase) || Asked.Equals(metric.Label, StringComparison.OrdinalIgnoreCase)) is { } metric)
            return Redirect(View.MetricPage(metric.Id));

        Tickets = Scope.SeesRows ? tickets.Named(Asked, Scope) : [];
        return Tickets is [var only] ? Redirect(View.TicketPage(only.Source, only.Id)) : Page();
    }
}
