using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Review;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages.Events;

/// <summary>What happened and may explain numbers: every chart that an event touches draws it.</summary>
[Needs(Capability.ReadNumbers)]
public sealed class IndexModel(MetricEngine engine) : KpiPage(engine)
{
    public override string Section => "events";

    public override bool HasScope => false;

    /// <summary>Newest first.</summary>
    public IEnumerable<ReviewEvent> Events => Engine.Events.All.Where(happened => happened.Touches(Scope.Limits)).Reverse();

    public IReadOnlyList<string> Values(string dimension) => Engine.Values(dimension, Scope);

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPost(string kind, string title, DateOnly? from, DateOnly? until, string[] market, string[] lob)
    {
        if (from is not { } first)
            throw new QuestionException("The event has no first day. Write it as 2026-11-09.");

        var last = until ?? first;
        Engine.Events.Add(kind, title, last < first ? new Period(first, first) : new Period(first, last.AddDays(1)), market, lob, Reader.Name);
        return Redirect("/events");
    }

    [HandlerNeeds(Capability.Review)]
    public IActionResult OnPostWithdraw(string eventId)
    {
        if (Events.FirstOrDefault(happened => happened.EventId == eventId) is not { } found || (found.Author != Reader.Name && !Reader.Can(Capability.SignOff)))
            return NotFound();

        Engine.Events.Withdraw(eventId, Reader.Name);
        return Redirect("/events");
    }

    public static string Touched(IReadOnlyList<string> names, string all) => names.Count == 0 ? all : string.Join(", ", names);
}
