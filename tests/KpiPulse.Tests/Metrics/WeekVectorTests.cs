using System.Globalization;
using KpiPulse.Metrics;
using Xunit;

namespace KpiPulse.Tests.Metrics;

public sealed class WeekVectorTests
{
    private const int April = 4;

    public static TheoryData<string> Cases => Vectors.Cases("weeks.csv");

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_instant_falls_on_the_contracts_day_week_and_quarter(string id)
    {
        var row = Vectors.Case("weeks.csv", id);
        var instant = DateTimeOffset.Parse(row["instant_utc"], CultureInfo.InvariantCulture);

        var day = ReportingZone.Of(row["time_zone"]).DateOf(instant);

        Assert.Equal(row["expected_local_date"], Iso(day));
        Assert.Equal(row["expected_iso_week"], IsoWeek.Of(day).ToString());
        Assert.Equal(row["expected_week_start_mon"], Iso(Grains.FirstDayOfWeek(day, DayOfWeek.Monday)));
        Assert.Equal(row["expected_week_start_sun"], Iso(Grains.FirstDayOfWeek(day, DayOfWeek.Sunday)));
        Assert.Equal(row["expected_week_start_sat"], Iso(Grains.FirstDayOfWeek(day, DayOfWeek.Saturday)));
        Assert.Equal(row["expected_fiscal_year_apr"], FiscalQuarter.Of(day, April).YearLabel);
        Assert.Equal(row["expected_fiscal_quarter_apr"], FiscalQuarter.Of(day, April).QuarterLabel);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
