using KpiPulse.Metrics;
using Xunit;

namespace KpiPulse.Tests.Metrics;

public sealed class IsoWeekTests
{
    [Fact]
    public void The_last_days_of_a_year_may_lie_in_the_next_and_the_first_in_the_last()
    {
        Assert.Equal("2026-W53", IsoWeek.Of(new DateOnly(2027, 1, 3)).ToString());
        Assert.Equal("2025-W01", IsoWeek.Of(new DateOnly(2024, 12, 30)).ToString());
    }

    [Fact]
    public void Weeks_follow_each_other_across_a_year_of_53()
    {
        Assert.Equal("2026-W53", IsoWeek.Parse("2027-W01").Previous.ToString());
        Assert.Equal("2027-W01", IsoWeek.Parse("2026-W53").Next.ToString());
        Assert.Equal("2026-W01", IsoWeek.Parse("2027-W01").AddWeeks(-53).ToString());
        Assert.True(IsoWeek.Parse("2026-W53") < IsoWeek.Parse("2027-W01"));
    }

    [Fact]
    public void A_week_holds_its_monday_and_not_the_next()
    {
        var week = IsoWeek.Parse("2026-W14");

        Assert.Equal(new DateOnly(2026, 3, 30), week.FirstDay);
        Assert.True(week.Contains(new DateOnly(2026, 4, 5)));
        Assert.False(week.Contains(new DateOnly(2026, 4, 6)));
    }

    [Theory]
    [InlineData("2025-W53")]
    [InlineData("2026-W00")]
    [InlineData("2026-W54")]
    [InlineData("2026-14")]
    [InlineData("2026-W7")]
    [InlineData(" 2026-W07")]
    [InlineData("2026-W07\n")]
    [InlineData("0000-W01")]
    [InlineData("٢٠٢٦-W07")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_not_a_week_is_not_read_as_one(string? text)
    {
        Assert.False(IsoWeek.TryParse(text, out _));
        Assert.Throws<FormatException>(() => IsoWeek.Parse(text!));
    }
}
