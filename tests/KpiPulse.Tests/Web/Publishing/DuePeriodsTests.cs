using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Web.Publishing;
using Xunit;

namespace KpiPulse.Tests.Web.Publishing;

public sealed class DuePeriodsTests
{
    [Theory]
    // Mondays at ten in Singapore: two o'clock UTC.
    [InlineData("0 10 * * MON", "Asia/Singapore", "2026-11-09T02:00:01Z", "2026-11-16T01:59:59Z", "")]
    [InlineData("0 10 * * MON", "Asia/Singapore", "2026-11-09T02:00:01Z", "2026-11-16T02:00:00Z", "2026-W46")]
    // Down for three weeks: each is owed, once.
    [InlineData("0 10 * * MON", "Asia/Singapore", "2026-11-09T02:00:01Z", "2026-11-30T09:00:00Z", "2026-W46 2026-W47 2026-W48")]
    // A line that fires every day owes a week one report.
    [InlineData("0 6 * * *", "Asia/Tokyo", "2026-11-09T00:00:00Z", "2026-11-17T00:00:00Z", "2026-W45 2026-W46")]
    // The year's edge: 2027-01-04 is the Monday after 2026-W53.
    [InlineData("0 9 * * MON", "Asia/Kolkata", "2027-01-01T00:00:00Z", "2027-01-04T12:00:00Z", "2026-W53")]
    // London's clocks go forward on 2027-03-28; ten is nine UTC the day after.
    [InlineData("0 10 * * MON", "Europe/London", "2027-03-22T10:00:01Z", "2027-03-29T08:59:59Z", "")]
    [InlineData("0 10 * * MON", "Europe/London", "2027-03-22T10:00:01Z", "2027-03-29T09:00:00Z", "2027-W12")]
    public void Weeks_are_owed_by_the_schedules_own_clock(string cron, string zone, string startsAt, string now, string weeks) =>
        Assert.Equal(weeks, string.Join(' ', DuePeriods.Of(Schedule(cron, zone, startsAt), Instant(now))));

    [Fact]
    public void A_line_that_is_none_is_refused_with_one_that_is() =>
        Assert.Contains("0 10 * * MON", Assert.Throws<QuestionException>(() => DuePeriods.Parse("every monday")).Message, StringComparison.Ordinal);

    private static ReportSchedule Schedule(string cron, string zone, string startsAt) => new("s", "Weekly", cron, zone, [], true, Instant(startsAt), []);

    private static DateTime Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;
}
