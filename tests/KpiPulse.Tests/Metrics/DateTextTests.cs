using System.Globalization;
using KpiPulse.Metrics;
using Xunit;

namespace KpiPulse.Tests.Metrics;

public sealed class DateTextTests
{
    [Theory]
    [InlineData("en", "16 Nov 2026 09:05", "9–15 Nov 2026")]
    [InlineData("de", "16.11.2026 09:05", "09.11.2026 – 15.11.2026")]
    [InlineData("ja", "2026/11/16 09:05", "2026/11/09 – 2026/11/15")]
    [InlineData("ko", "2026. 11. 16. 09:05", "2026. 11. 9. – 2026. 11. 15.")]
    [InlineData("th", "16/11/2026 09:05", "9/11/2026 – 15/11/2026")]
    public void Days_are_written_as_in_the_readers_country_in_years_of_the_common_calendar(string culture, string instant, string week)
    {
        var reader = CultureInfo.GetCultureInfo(culture);

        Assert.Equal(instant, DateText.DayAndTime(new DateTime(2026, 11, 16, 9, 5, 0), reader));
        Assert.Equal(week, DateText.Days(IsoWeek.Parse("2026-W46").Days, reader));
    }

    [Fact]
    public void A_week_over_a_months_end_names_both() =>
        Assert.Equal("26 Oct – 1 Nov 2026", DateText.Days(IsoWeek.Parse("2026-W44").Days, CultureInfo.GetCultureInfo("en")));
}
