using Cronos;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;

namespace KpiPulse.Web.Publishing;

/// <summary>Which weeks a schedule owes a report for, by its cron line and zone; never by when a job happened to run.</summary>
internal static class DuePeriods
{
    /// <summary>Each week at most once, oldest first, however often the line fires in it.</summary>
    public static IEnumerable<IsoWeek> Of(ReportSchedule schedule, DateTime now)
    {
        var (cron, zone) = (Parse(schedule.Cron), ReportingZone.Of(schedule.Zone));
        var clock = TimeZoneInfo.FindSystemTimeZoneById(schedule.Zone);
        var at = cron.GetNextOccurrence(Utc(schedule.StartsAt), clock, inclusive: true);
        while (at is { } firing && firing <= Utc(now))
        {
            var week = IsoWeek.Of(zone.DateOf(firing));
            yield return week.Previous;
            at = cron.GetNextOccurrence(Utc(zone.StartOf(week.Days.End)), clock, inclusive: true);
        }
    }

    /// <summary>UTC; null for a line that never fires again.</summary>
    public static DateTime? Next(ReportSchedule schedule, DateTime now) =>
        Parse(schedule.Cron).GetNextOccurrence(Utc(now), TimeZoneInfo.FindSystemTimeZoneById(schedule.Zone));

    /// <exception cref="QuestionException">Not a cron line of five fields; the message shows one.</exception>
    public static CronExpression Parse(string cron)
    {
        try
        {
            return CronExpression.Parse(cron);
        }
        catch (CronFormatException failure)
        {
            throw new QuestionException($"'{cron}' is not a cron line ({failure.Message}). Write minute, hour, day, month, weekday: 0 10 * * MON is Mondays at ten.");
        }
    }

    private static DateTime Utc(DateTime instant) => DateTime.SpecifyKind(instant, DateTimeKind.Utc);
}
