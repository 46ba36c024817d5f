using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Review;

/// <summary>Something that happened and may explain a number: a launch, an outage, a holiday, a change of policy.</summary>
/// <param name="Markets">Those that it touches; none named means all.</param>
/// <param name="WrittenAt">UTC.</param>
public sealed record ReviewEvent(
    string EventId, string Kind, string Title, DateOnly FromOn, DateOnly UntilOn, List<string> Markets, List<string> Lobs, string Author, DateTime WrittenAt)
{
    public static readonly IReadOnlyList<string> Kinds = ["launch", "outage", "holiday", "policy", "other"];

    public const int LongestTitle = 80;

    public Period Days => new(FromOn, UntilOn);

    /// <summary>Whether rows filtered so can have met it.</summary>
    public bool Touches(IReadOnlyList<DimensionFilter> where) => Touches(where, "market", Markets) && Touches(where, "lob", Lobs);

    private static bool Touches(IReadOnlyList<DimensionFilter> where, string dimension, List<string> named) =>
        named.Count == 0 || where.FirstOrDefault(filter => filter.Dimension == dimension) is not { } filter || filter.Values.Intersect(named).Any();
}

/// <summary>The book of events: every chart that one touches draws it. Nothing is deleted; a withdrawn event is no longer drawn.</summary>
public sealed class ReviewEvents(KpiWarehouse warehouse)
{
    private readonly Lock gate = new();
    private IReadOnlyList<ReviewEvent>? known;

    public IReadOnlyList<ReviewEvent> All
    {
        get
        {
            lock (gate)
                return known ??= Read();
        }
    }

    /// <summary>In order of their first day.</summary>
    public IReadOnlyList<ReviewEvent> During(Period days, IReadOnlyList<DimensionFilter> where) =>
        [.. All.Where(one => one.Days.Intersect(days) is not null && one.Touches(where))];

    /// <exception cref="QuestionException">A part is missing or makes no sense; the message says what to write.</exception>
    public void Add(string kind, string title, Period days, IReadOnlyList<string> markets, IReadOnlyList<string> lobs, string author)
    {
        if (!ReviewEvent.Kinds.Contains(kind))
            throw new QuestionException($"'{kind}' is no kind of event. The kinds are {string.Join(", ", ReviewEvent.Kinds)}.");
        var words = Words.Of(title, "The event's title", ReviewEvent.LongestTitle);
        var name = Words.Of(author, "Your name", Words.LongestName);
        if (days.DayCount < 1)
            throw new QuestionException("The event ends before it begins. Give a last day on or after the first.");

        warehouse.Write(session => session.Execute("add_review_event", new
        {
            event_id = Guid.CreateVersion7().ToString(),
            kind,
            title = words,
            from_on = days.Start,
            until_on = days.End,
            markets = string.Join('\n', markets),
            lobs = string.Join('\n', lobs),
            author = name,
            written_at = warehouse.Clock.GetUtcNow().UtcDateTime,
        }), readState: false);
        Forget();
    }

    public void Withdraw(string eventId, string by)
    {
        var name = Words.Of(by, "Your name", Words.LongestName);
        warehouse.Write(session => session.Execute("withdraw_review_event", new { event_id = eventId, withdrawn_at = warehouse.Clock.GetUtcNow().UtcDateTime, withdrawn_by = name }), readState: false);
        Forget();
    }

    private void Forget()
    {
        lock (gate)
            known = null;
    }

    private IReadOnlyList<ReviewEvent> Read()
    {
        using var session = warehouse.Read();
        return session.Query<ReviewEvent>("review_events");
    }
}
