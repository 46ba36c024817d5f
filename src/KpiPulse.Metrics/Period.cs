using System.Globalization;

namespace KpiPulse.Metrics;

/// <summary>Local dates from <c>Start</c>, up to and without <c>End</c>.</summary>
public readonly record struct Period
{
    public Period(DateOnly start, DateOnly end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        Start = start;
        End = end;
    }

    public DateOnly Start { get; }

    public DateOnly End { get; }

    public int DayCount => End.DayNumber - Start.DayNumber;

    public DateOnly LastDay => End.AddDays(-1);

    /// <summary>The period of equal length that ends where this one starts.</summary>
    public Period Previous => new(Start.AddDays(-DayCount), Start);

    /// <summary>The <paramref name="count"/> weeks that end with <paramref name="week"/>.</summary>
    public static Period LastWeeks(IsoWeek week, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new Period(week.AddWeeks(1 - count).FirstDay, week.Days.End);
    }

    public bool Contains(DateOnly day) => Start <= day && day < End;

    /// <summary>The days that both have; null if there are none.</summary>
    public Period? Intersect(Period other)
    {
        DateOnly start = Start > other.Start ? Start : other.Start;
        DateOnly end = End < other.End ? End : other.End;
        return start < end ? new Period(start, end) : null;
    }

    /// <summary>As a reader writes it, with the last day: <c>2026-03-30..2026-04-05</c>.</summary>
    public override string ToString() => DayCount == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Start:yyyy-MM-dd} (no day)")
        : string.Create(CultureInfo.InvariantCulture, $"{Start:yyyy-MM-dd}..{LastDay:yyyy-MM-dd}");
}
