using NodaTime;

namespace KpiPulse.Metrics.Sla;

/// <summary>A weekly window; a window that ends at or before its start runs past midnight (B1). Times are seconds of the local day, so that 24:00 is 86,400.</summary>
public sealed record WeeklyWindow(IsoDayOfWeek Day, int FromSecond, int ToSecond);

public sealed record CalendarException(LocalDate Date, bool IsOpen, int FromSecond, int ToSecond);

/// <summary>One version of a calendar; a null bound is open (B6).</summary>
public sealed record CalendarVersion(
    DateTimeZone Zone,
    IReadOnlyList<WeeklyWindow> Weekly,
    IReadOnlyList<CalendarException> Exceptions,
    Instant? ValidFrom = null,
    Instant? ValidUntil = null)
{
    /// <summary>Open time whose local start lies on the given dates, in UTC and in order, not yet clipped to the version's validity.</summary>
    internal IEnumerable<Span> OpenSpans(LocalDate first, LocalDate afterLast)
    {
        var from = first.AtMidnight();
        var until = afterLast.AtMidnight();
        foreach (var open in LocalHours.Of(this, from, until))
        {
            // B4: the same wall-clock stretch counts once per offset that shows it, and not at all if the clocks skip it.
            foreach (var piece in Zone.GetZoneIntervals(EarliestReading(open.Start), LatestReading(open.End)))
            {
                var start = Later(open.Start.WithOffset(piece.WallOffset).ToInstant(), piece.HasStart ? piece.Start : Instant.MinValue);
                var end = Earlier(open.End.WithOffset(piece.WallOffset).ToInstant(), piece.HasEnd ? piece.End : Instant.MaxValue);
                if (start < end)
                    yield return new Span(start, end);
            }
        }
    }

    private static Instant EarliestReading(LocalDateTime local) => local.WithOffset(Offset.MaxValue).ToInstant();

    private static Instant LatestReading(LocalDateTime local) => local.WithOffset(Offset.MinValue).ToInstant();

    private static Instant Later(Instant left, Instant right) => left > right ? left : right;

    private static Instant Earlier(Instant left, Instant right) => left < right ? left : right;
}
