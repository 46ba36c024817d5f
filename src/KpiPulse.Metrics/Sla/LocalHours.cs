using NodaTime;

namespace KpiPulse.Metrics.Sla;

/// <summary>B1 on the wall clock: (weekly hours minus closures) plus extra openings, as disjoint stretches in order.</summary>
internal static class LocalHours
{
    public static IReadOnlyList<LocalSpan> Of(CalendarVersion version, LocalDateTime from, LocalDateTime until)
    {
        var edges = new SortedDictionary<LocalDateTime, Counts>();
        // A window of the evening before reaches into the first date.
        for (var date = from.Date.PlusDays(-1); date.AtMidnight() < until; date = date.PlusDays(1))
        {
            foreach (var window in version.Weekly.Where(window => window.Day == date.DayOfWeek))
                Add(edges, date, window.FromSecond, window.ToSecond, new Counts(1, 0, 0));
            foreach (var exception in version.Exceptions.Where(exception => exception.Date == date))
                Add(edges, date, exception.FromSecond, exception.ToSecond, exception.IsOpen ? new Counts(0, 0, 1) : new Counts(0, 1, 0));
        }

        return Sweep(edges, from, until);
    }

    private static void Add(SortedDictionary<LocalDateTime, Counts> edges, LocalDate date, int fromSecond, int toSecond, Counts counts)
    {
        var start = date.AtMidnight().PlusSeconds(fromSecond);
        var end = date.AtMidnight().PlusSeconds(toSecond <= fromSecond ? toSecond + NodaConstants.SecondsPerDay : toSecond);
        edges[start] = edges.GetValueOrDefault(start) + counts;
        edges[end] = edges.GetValueOrDefault(end) - counts;
    }

    private static List<LocalSpan> Sweep(SortedDictionary<LocalDateTime, Counts> edges, LocalDateTime from, LocalDateTime until)
    {
        var spans = new List<LocalSpan>();
        var now = default(Counts);
        LocalDateTime? openSince = null;
        foreach (var (at, change) in edges)
        {
            var wasOpen = now.IsOpen;
            now += change;
            if (now.IsOpen && !wasOpen)
                openSince = at;
            else if (!now.IsOpen && wasOpen)
                AddClipped(spans, new LocalSpan(openSince!.Value, at), from, until);
        }

        return spans;
    }

    private static void AddClipped(List<LocalSpan> spans, LocalSpan span, LocalDateTime from, LocalDateTime until)
    {
        var start = span.Start > from ? span.Start : from;
        var end = span.End < until ? span.End : until;
        if (start < end)
            spans.Add(new LocalSpan(start, end));
    }

    private readonly record struct Counts(int Weekly, int Closed, int Opened)
    {
        /// <summary>An opening wins over a closure (B1: a holiday with a skeleton crew).</summary>
        public bool IsOpen => (Weekly > 0 && Closed == 0) || Opened > 0;

        public static Counts operator +(Counts a, Counts b) => new(a.Weekly + b.Weekly, a.Closed + b.Closed, a.Opened + b.Opened);

        public static Counts operator -(Counts a, Counts b) => new(a.Weekly - b.Weekly, a.Closed - b.Closed, a.Opened - b.Opened);
    }
}
