using NodaTime;

namespace KpiPulse.Metrics.Sla;

/// <summary>Business time of one calendar (B1–B8). The warehouse answers the same questions at scale from <c>int_calendar_open</c>; a test holds the two equal.</summary>
public sealed class BusinessCalendar
{
    // Only the size of one step of the search, never a limit on length (B7).
    private const int DaysPerStep = 64;

    // A calendar that stays closed this long never opens again.
    private static readonly Duration GivenUpAfter = Duration.FromDays(366 * 12);

    private readonly IReadOnlyList<CalendarVersion> versions;

    public BusinessCalendar(string id, IReadOnlyList<CalendarVersion> versions)
    {
        Id = id;
        this.versions = versions;
    }

    public string Id { get; }

    /// <summary>B2: open seconds in [start, end); 0 when the end is not after the start.</summary>
    public long BusinessSeconds(Instant start, Instant end)
    {
        var open = Duration.Zero;
        foreach (var span in OpenSpans(start))
        {
            if (span.Start >= end)
                break;
            open += (span.End < end ? span.End : end) - span.Start;
        }

        return (long)open.TotalSeconds;
    }

    /// <summary>B3: the earliest instant by which the target is used up; null when the calendar never opens long enough.</summary>
    public Instant? Due(Instant start, Duration target)
    {
        if (target <= Duration.Zero)
            return start;
        var left = target;
        foreach (var span in OpenSpans(start))
        {
            if (span.Length >= left)
                return span.Start + left;
            left -= span.Length;
        }

        return null;
    }

    /// <summary>S3: the first instant after which more than the target is used; later than <see cref="Due"/> when the target ends exactly at closing.</summary>
    public Instant? Breach(Instant start, Duration target)
    {
        var left = target;
        foreach (var span in OpenSpans(start))
        {
            if (span.Length > left)
                return span.Start + left;
            left -= span.Length;
        }

        return null;
    }

    /// <summary>The open spans from an instant on, in order, disjoint, each clipped to the version valid at the time (B6).</summary>
    internal IEnumerable<Span> OpenSpans(Instant from)
    {
        var quietSince = from;
        for (var step = from; step - quietSince < GivenUpAfter; step += Duration.FromDays(DaysPerStep))
        {
            foreach (var span in OpenSpansBetween(step, step + Duration.FromDays(DaysPerStep)))
            {
                quietSince = span.End;
                yield return span;
            }
        }
    }

    private IEnumerable<Span> OpenSpansBetween(Instant from, Instant until) =>
        Joined(versions.SelectMany(version => Clipped(version, from, until)).OrderBy(span => span.Start));

    private static IEnumerable<Span> Clipped(CalendarVersion version, Instant from, Instant until)
    {
        var start = version.ValidFrom > from ? version.ValidFrom.Value : from;
        var end = version.ValidUntil < until ? version.ValidUntil.Value : until;
        if (start >= end)
            yield break;
        var firstDate = start.InZone(version.Zone).Date.PlusDays(-1);
        var afterLastDate = end.InZone(version.Zone).Date.PlusDays(2);
        foreach (var span in version.OpenSpans(firstDate, afterLastDate))
        {
            var clipped = new Span(span.Start > start ? span.Start : start, span.End < end ? span.End : end);
            if (clipped.Start < clipped.End)
                yield return clipped;
        }
    }

    /// <summary>Adjoining and overlapping spans become one, so that no instant counts twice.</summary>
    private static IEnumerable<Span> Joined(IEnumerable<Span> ordered)
    {
        Span? current = null;
        foreach (var span in ordered)
        {
            if (current is { } open && span.Start <= open.End)
            {
                current = open with { End = span.End > open.End ? span.End : open.End };
                continue;
            }

            if (current is { } finished)
                yield return finished;
            current = span;
        }

        if (current is { } last)
            yield return last;
    }
}
