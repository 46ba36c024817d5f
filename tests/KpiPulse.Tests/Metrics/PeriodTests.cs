using System.Globalization;
using KpiPulse.Metrics;
using Xunit;

namespace KpiPulse.Tests.Metrics;

public sealed class PeriodTests
{
    private static readonly Period April = new(new DateOnly(2026, 4, 1), new DateOnly(2026, 5, 1));

    [Fact]
    public void A_period_ends_before_its_end()
    {
        Assert.True(April.Contains(new DateOnly(2026, 4, 1)));
        Assert.False(April.Contains(new DateOnly(2026, 5, 1)));
        Assert.Equal(30, April.DayCount);
        Assert.Equal("2026-04-01..2026-04-30", April.ToString());
    }

    [Fact]
    public void The_previous_period_is_as_long_and_adjoins() =>
        Assert.Equal(new Period(new DateOnly(2026, 3, 2), April.Start), April.Previous);

    [Fact]
    public void The_last_weeks_end_with_the_week_asked_for()
    {
        var period = Period.LastWeeks(IsoWeek.Parse("2026-W02"), 3);

        Assert.Equal(new Period(new DateOnly(2025, 12, 22), new DateOnly(2026, 1, 12)), period);
    }

    [Fact]
    public void A_period_does_not_end_before_it_starts() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Period(April.End, April.Start));

    [Fact]
    public void Weeks_that_a_period_cuts_are_partial()
    {
        var weeks = Grains.Split(April, Grain.Week);

        Assert.Equal(["2026-W14", "2026-W15", "2026-W16", "2026-W17", "2026-W18"], weeks.Select(week => week.Label));
        Assert.Equal([true, false, false, false, true], weeks.Select(week => week.IsPartial));
        Assert.Equal(April.DayCount, weeks.Sum(week => week.Days.DayCount));
    }

    [Fact]
    public void Weeks_from_sunday_are_named_by_their_first_day() =>
        Assert.Equal("week of 2026-03-29", Grains.Split(April, Grain.Week, DayOfWeek.Sunday)[0].Label);

    [Fact]
    public void Days_months_and_no_grain_have_their_labels()
    {
        Assert.Equal("2026-04-30", Grains.Split(April, Grain.Day)[^1].Label);
        Assert.Equal(new GrainUnit("2026-04", April, false), Assert.Single(Grains.Split(April, Grain.Month)));
        Assert.Equal(new GrainUnit("2026-04-01..2026-04-30", April, false), Assert.Single(Grains.Split(April, Grain.None)));
    }

    [Fact]
    public void Periods_without_a_common_day_have_no_intersection() => Assert.Null(April.Intersect(April.Previous));

    [Theory]
    [InlineData("2026-01-01", 1, "FY2026 Q1")]
    [InlineData("2026-12-31", 1, "FY2026 Q4")]
    [InlineData("2026-03-31", 4, "FY2026 Q4")]
    [InlineData("2026-04-01", 4, "FY2027 Q1")]
    [InlineData("2026-06-30", 7, "FY2026 Q4")]
    [InlineData("2026-07-01", 7, "FY2027 Q1")]
    [InlineData("2026-01-31", 10, "FY2026 Q2")]
    public void A_fiscal_year_is_named_by_the_year_it_ends_in(string day, int startMonth, string expected) =>
        Assert.Equal(expected, FiscalQuarter.Of(DateOnly.Parse(day, CultureInfo.InvariantCulture), startMonth).ToString());
}
