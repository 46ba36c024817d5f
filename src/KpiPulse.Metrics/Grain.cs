using System.Globalization;

namespace KpiPulse.Metrics;

public enum Grain
{
    None,
    Day,
    Week,
    Month,
}

/// <summary>A labelled unit of a grain. <c>IsPartial</c>: the question covers only a part of the unit.</summary>
public readonly record struct GrainUnit(string Label, Period Days, bool IsPartial);

public static class Grains
{
    private const int DaysPerWeek = 7;

    /// <summary>First day of the week that holds the day; a market's week may start on Monday, Sunday or Saturday (C3).</summary>
    public static DateOnly FirstDayOfWeek(DateOnly day, DayOfWeek weekStart) =>
        day.AddDays(-(((int)day.DayOfWeek - (int)weekStart + DaysPerWeek) % DaysPerWeek));

    /// <summary>The whole unit that holds the day; for <see cref="Grain.None"/> there is none but the period itself.</summary>
    public static Period UnitOf(DateOnly day, Grain grain, DayOfWeek weekStart = DayOfWeek.Monday)
    {
        switch (grain)
        {
            case Grain.Day:
                return new Period(day, day.AddDays(1));
            case Grain.Week:
                DateOnly firstOfWeek = FirstDayOfWeek(day, weekStart);
                return new Period(firstOfWeek, firstOfWeek.AddDays(DaysPerWeek));
            case Grain.Month:
                DateOnly firstOfMonth = new(day.Year, day.Month, 1);
                return new Period(firstOfMonth, firstOfMonth.AddMonths(1));
            default:
                throw new ArgumentOutOfRangeException(nameof(grain), grain, "A period without grain has no units.");
        }
    }

    /// <summary>
    /// <c>2026-04-01</c>, <c>2026-W14</c>, <c>2026-04</c>. ISO numbers are for weeks from Monday: others are named by their
    /// first day, <c>week of 2026-03-29</c>.
    /// </summary>
    /// <summary>The first day of <c>2026-10</c>.</summary>
    /// <exception cref="QuestionException">The text is no month.</exception>
    public static DateOnly MonthOf(string text) => DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        ? first
        : throw new QuestionException($"'{text}' is not a month. Write it as 2026-10.");

    public static string LabelOf(DateOnly day, Grain grain, DayOfWeek weekStart = DayOfWeek.Monday) => grain switch
    {
        Grain.Week when weekStart == DayOfWeek.Monday => IsoWeek.Of(day).ToString(),
        Grain.Week => string.Create(CultureInfo.InvariantCulture, $"week of {FirstDayOfWeek(day, weekStart):yyyy-MM-dd}"),
        Grain.Month => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        Grain.Day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(grain), grain, "A period without grain has no units."),
    };

    /// <summary>The period cut at the grain's bounds, in order; the first and last unit may be partial.</summary>
    public static IReadOnlyList<GrainUnit> Split(Period period, Grain grain, DayOfWeek weekStart = DayOfWeek.Monday)
    {
        if (grain == Grain.None)
            return [new GrainUnit(period.ToString(), period, false)];

        List<GrainUnit> units = [];
        for (DateOnly day = period.Start; day < period.End; day = units[^1].Days.End)
        {
            Period whole = UnitOf(day, grain, weekStart);
            Period part = whole.Intersect(period)!.Value;
            units.Add(new GrainUnit(LabelOf(day, grain, weekStart), part, part != whole));
        }

        return units;
    }
}
