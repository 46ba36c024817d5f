using System.Globalization;

namespace KpiPulse.Metrics;

/// <summary>Fiscal year and quarter by start month (C3). A fiscal year is named by the calendar year in which it ends.</summary>
public readonly record struct FiscalQuarter(int Year, int Quarter)
{
    private const int Months = 12;
    private const int MonthsPerQuarter = 3;

    public string YearLabel => string.Create(CultureInfo.InvariantCulture, $"FY{Year}");

    public string QuarterLabel => string.Create(CultureInfo.InvariantCulture, $"Q{Quarter}");

    public static FiscalQuarter Of(DateOnly day, int startMonth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(startMonth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startMonth, Months);

        int monthsIn = (day.Month - startMonth + Months) % Months;
        bool endsNextYear = startMonth > 1 && day.Month >= startMonth;
        return new FiscalQuarter(day.Year + (endsNextYear ? 1 : 0), monthsIn / MonthsPerQuarter + 1);
    }

    public override string ToString() => $"{YearLabel} {QuarterLabel}";
}
