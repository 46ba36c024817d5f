using System.Globalization;

namespace KpiPulse.Metrics;

/// <summary>
/// Days as the reader's country writes them. English needs no numerals that two countries read in different order; the others have their own
/// short form. Years are those of the common calendar everywhere, so that a day can be found again in the exports.
/// </summary>
public static class DateText
{
    public static string Day(DateOnly day, CultureInfo culture) => day.ToString(PatternOf(culture), Common(culture));

    public static string DayAndTime(DateTime local, CultureInfo culture) => local.ToString($"{PatternOf(culture)} HH:mm", Common(culture));

    /// <summary>Without the year, to the second: lists within one week.</summary>
    public static string Moment(DateTime local, CultureInfo culture) =>
        local.ToString(IsEnglish(culture) ? "ddd d MMM HH:mm:ss" : $"{PatternOf(culture)} HH:mm:ss", Common(culture));

    public static string Minute(DateTime local, CultureInfo culture) => local.ToString(IsEnglish(culture) ? "d MMM HH:mm" : $"{PatternOf(culture)} HH:mm", Common(culture));

    /// <summary><c>9–15 Nov 2026</c>.</summary>
    public static string Days(Period period, CultureInfo culture) => !IsEnglish(culture) ? $"{Day(period.Start, culture)} – {Day(period.LastDay, culture)}"
        : period.Start.Month == period.LastDay.Month ? string.Create(culture, $"{period.Start.Day}–{period.LastDay:d MMM yyyy}")
        : string.Create(culture, $"{period.Start:d MMM} – {period.LastDay:d MMM yyyy}");

    /// <summary>Without the year where another one is not near: <c>9–15 Nov</c>.</summary>
    public static string ShortDays(Period period, CultureInfo culture) => !IsEnglish(culture) ? Days(period, culture)
        : period.Start.Month == period.LastDay.Month ? string.Create(culture, $"{period.Start.Day}–{period.LastDay:d MMM}")
        : string.Create(culture, $"{period.Start:d MMM} – {period.LastDay:d MMM}");

    private static bool IsEnglish(CultureInfo culture) => culture.Name.Length == 0 || culture.TwoLetterISOLanguageName == "en";

    private static string PatternOf(CultureInfo culture) => IsEnglish(culture) ? "d MMM yyyy" : culture.DateTimeFormat.ShortDatePattern;

    private static CultureInfo Common(CultureInfo culture)
    {
        if (culture.Calendar is GregorianCalendar)
            return culture;

        var common = (CultureInfo)culture.Clone();
        common.DateTimeFormat.Calendar = culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() ?? throw new CultureNotFoundException(nameof(culture), culture.Name, "It knows no Gregorian calendar.");
        return common;
    }
}
