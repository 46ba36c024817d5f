using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using Microsoft.AspNetCore.Mvc;

namespace KpiPulse.Web.Pages.Events;

/// <summary>What happened and may explain numbers: every chart that an event touches draws it.</summary>
public sealed class IndexModel(MetricEngine engine) : KpiPage(engine)
{
    public override string Section => "events";

    public override bool HasScope => false;

    /// <summary>Newest first.</summary>
    public IEnumerable<ReviewEvent> Events => Engine.Events.All.Reverse();

    public IReadOnlyList<string> Values(string dimension) => Engine.Values(dimension, Scope);

    public IActionResult OnPost(string kind, string title, DateOnly? from, DateOnly? until, string[] market, string[] lob, string author)
    {
        if (from is not { } first)
            throw new QuestionException("The event has no first day. Write it as 2026-11-09.");

        var last = until ?? first;
        Engine.Events.Add(kind, title, last < first ? new Period(first, first) : new Period(first, last.AddDays(1)), market, lob, author);
        return Redirect("/events");
    }

    public IActionResult OnPostWithdraw(string eventId, string author)
    {
        Engine.Events.Withdraw(eventId, author);
        return Redirect("/events");
    }

    public static string Touched(IReadOnlyList<string> names, string all) => names.Count == 0 ? all : string.Join(", ", names);
}
