using NodaTime;

namespace KpiPulse.Metrics.Sla;

/// <summary>Half-open: the start is inside, the end is not.</summary>
internal readonly record struct Span(Instant Start, Instant End)
{
    public Duration Length => End - Start;
}

/// <summary>A half-open stretch of wall-clock readings, before any zone is applied.</summary>
internal readonly record struct LocalSpan(LocalDateTime Start, LocalDateTime End);
