using System.Globalization;
using KpiPulse.Metrics;
using Xunit;

namespace KpiPulse.Tests.Metrics;

public sealed class ReportingZoneTests
{
    [Theory]
    [InlineData("Asia/Kolkata", "2026-03-30", "2026-03-29T18:30:00Z")]
    [InlineData("Asia/Singapore", "2026-03-30", "2026-03-29T16:00:00Z")]
    [InlineData("Australia/Sydney", "2026-04-05", "2026-04-04T13:00:00Z")]
    [InlineData("Australia/Sydney", "2026-04-06", "2026-04-05T14:00:00Z")]
    public void A_local_day_starts_at_its_own_midnight(string zone, string day, string expected) =>
        AssertStart(zone, day, expected);

    // Beirut 2026-03-29: 00:00 is skipped to 01:00 (+03). Apia 2011-12-30 never happened. Havana 2026-11-01: 01:00 falls back to 00:00.
    [Theory]
    [InlineData("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z")]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z")]
    public void A_midnight_that_is_skipped_or_repeated_has_one_start(string zone, string day, string expected) =>
        AssertStart(zone, day, expected);

    [Fact]
    public void A_day_with_a_clock_change_has_its_own_length()
    {
        var bounds = ReportingZone.Of("Australia/Sydney").BoundsOf(new Period(new DateOnly(2026, 4, 5), new DateOnly(2026, 4, 6)));

        Assert.Equal(TimeSpan.FromHours(25), bounds.End - bounds.Start);
        Assert.Equal(DateTimeKind.Utc, bounds.Start.Kind);
    }

    [Fact]
    public void An_instant_without_kind_is_utc_and_a_local_one_is_refused()
    {
        var zone = ReportingZone.Of("Asia/Tokyo");

        Assert.Equal(new DateOnly(2026, 1, 2), zone.DateOf(new DateTime(2026, 1, 1, 15, 0, 0, DateTimeKind.Unspecified)));
        Assert.Equal(new DateTime(2026, 1, 2), zone.LocalTimeOf(new DateTime(2026, 1, 1, 15, 0, 0, DateTimeKind.Utc)));
        Assert.Throws<ArgumentException>(() => zone.DateOf(new DateTime(2026, 1, 1, 15, 0, 0, DateTimeKind.Local)));
    }

    [Theory]
    [InlineData("IST")]
    [InlineData("EST")]
    [InlineData("Etc/GMT+8")]
    [InlineData("+08:00")]
    [InlineData("Asia/Atlantis")]
    [InlineData("")]
    public void Abbreviations_and_offsets_are_not_zones(string id) =>
        Assert.Throws<ArgumentException>(() => ReportingZone.Of(id));

    private static void AssertStart(string zone, string day, string expected) =>
        Assert.Equal(
            DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).UtcDateTime,
            ReportingZone.Of(zone).StartOf(DateOnly.Parse(day, CultureInfo.InvariantCulture)));
}
