using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KpiPulse.Metrics;

/// <summary>An ISO 8601 week, Monday to Sunday (C3). Its year is the ISO year: 2027-01-03 lies in 2026-W53.</summary>
public readonly partial record struct IsoWeek : IComparable<IsoWeek>
{
    private const int DaysPerWeek = 7;

    public IsoWeek(int year, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9998);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, ISOWeek.GetWeeksInYear(year));
        Year = year;
        Number = number;
    }

    public int Year { get; }

    public int Number { get; }

    public DateOnly FirstDay => DateOnly.FromDateTime(ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday));

    public Period Days => new(FirstDay, FirstDay.AddDays(DaysPerWeek));

    public IsoWeek Previous => AddWeeks(-1);

    public IsoWeek Next => AddWeeks(1);

    public static IsoWeek Of(DateOnly day)
    {
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue);
        return new IsoWeek(ISOWeek.GetYear(midnight), ISOWeek.GetWeekOfYear(midnight));
    }

    /// <summary>The last week that the period covers to its end; a shorter period's last week.</summary>
    public static IsoWeek LastWholeOf(Period span)
    {
        var week = Of(span.LastDay);
        return span.LastDay < week.Days.LastDay && week.Previous.Days.End > span.Start ? week.Previous : week;
    }

    /// <summary>Reads <c>YYYY-Www</c>, nothing else.</summary>
    public static IsoWeek Parse(string text) =>
        TryParse(text, out IsoWeek week)
            ? week
            : throw new FormatException($"\"{text}\" is not a week: write it as 2026-W07.");

    public static bool TryParse([NotNullWhen(true)] string? text, out IsoWeek week)
    {
        week = default;
        if (text is null || Pattern().Match(text) is not { Success: true } match)
            return false;

        int year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        int number = int.Parse(match.Groups["week"].ValueSpan, CultureInfo.InvariantCulture);
        if (year is < 1 or > 9998 || number < 1 || number > ISOWeek.GetWeeksInYear(year))
            return false;

        week = new IsoWeek(year, number);
        return true;
    }

    public IsoWeek AddWeeks(int weeks) => Of(FirstDay.AddDays(weeks * DaysPerWeek));

    public bool Contains(DateOnly day) => Days.Contains(day);

    public int CompareTo(IsoWeek other) => (Year, Number).CompareTo((other.Year, other.Number));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-W{Number:D2}");

    public static bool operator <(IsoWeek left, IsoWeek right) => left.CompareTo(right) < 0;

    public static bool operator >(IsoWeek left, IsoWeek right) => left.CompareTo(right) > 0;

    public static bool operator <=(IsoWeek left, IsoWeek right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IsoWeek left, IsoWeek right) => left.CompareTo(right) >= 0;

    [GeneratedRegex(@"\A(?<year>[0-9]{4})-W(?<week>[0-9]{2})\z")]
    private static partial Regex Pattern();
}
