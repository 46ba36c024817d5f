using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Reporting.Charts;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace KpiPulse.Web.Pages.Ticket;

/// <summary>One ticket: how each of its clocks ran, what the customer answered, what the reviewer found.</summary>
[Needs(Capability.ReadRows)]
public sealed class IndexModel(MetricEngine engine, TicketReader tickets, IStringLocalizer<Texts> texts) : KpiPage(engine)
{
    public override string Section => "tickets";

    public override bool HasScope => false;

    public TicketStory Story { get; private set; } = null!;

    public TicketHead Head => Story.Head;

    public ReportingZone Zone => ReportingZone.Of(View.Zone ?? Engine.ReportingZone);

    public IActionResult OnGet(string source, string id)
    {
        if (tickets.Read(source, id, Scope, View.AsOf) is not { } story)
            return NotFound();

        Story = story;
        return Page();
    }

    /// <summary>Of all clocks, so that their ribbons line up.</summary>
    public (DateTime From, DateTime Until) Reach => Story.Clocks.Count == 0
        ? (Head.CreatedAt, Head.CreatedAt.AddHours(1))
        : (Story.Clocks.Min(clock => clock.StartsAt), Story.Clocks.Max(clock => clock.EndsAt));

    public string Local(DateTime? at) => at is { } instant ? DateText.Moment(Zone.LocalTimeOf(instant), Culture) : MetricFormat.NoData;

    public string Minutes(double? minutes) => MetricFormat.Minutes(minutes, Culture);

    public string ClockName(ClockResult clock) => texts["Clock_" + clock.Clock] + (clock.Cycle > 1 ? $" {clock.Cycle}" : "");

    public string Ribbon(TicketClock clock) => ClockRibbon.Render(
        [.. clock.Pieces.Select(piece => new RibbonPiece(piece.StartsAt, piece.EndsAt, piece.Kind, $"{Local(piece.StartsAt)} – {Local(piece.EndsAt)}: {texts["Kind_" + piece.Kind]}, {Minutes(piece.Minutes)}"))],
        Reach.From,
        Reach.Until,
        clock.Result.DueAt,
        Verdict(clock.Result));

    /// <summary><c>First reply: missed, 126 min of 120 min</c>.</summary>
    public string Verdict(ClockResult clock) =>
        $"{ClockName(clock)}: {texts["Outcome_" + clock.Outcome]}{(clock.ExclusionReason is { } reason ? $" ({reason.Replace('_', ' ')})" : "")}, {Minutes(clock.ElapsedMinutes)}{(clock.TargetMinutes is { } target ? $" {texts["Of"]} {Minutes(target)}" : "")}";

    public string EventText(TicketEvent happened) => (happened.OldValue, happened.NewValue) switch
    {
        (null, null) => happened.IsPublic ? texts["PublicComment"] : texts["InternalComment"],
        (null, var now) => now ?? "",
        (var was, var now) => $"{was} → {now ?? MetricFormat.NoData}",
    };
}
