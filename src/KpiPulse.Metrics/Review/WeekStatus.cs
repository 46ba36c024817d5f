using System.Globalization;

namespace KpiPulse.Metrics.Review;

/// <summary>Whether the week can still change by itself (C9), and how fresh the data is.</summary>
/// <param name="DataUntil">UTC.</param>
public sealed record WeekStatus(IsoWeek Week, DateTime? DataUntil, string Zone)
{
    private const int DaysUntilFinal = 7;

    public DateOnly FinalOn => Week.Days.End.AddDays(DaysUntilFinal);

    public bool IsProvisional => DataUntil is not { } until || ReportingZone.Of(Zone).DateOf(until) < FinalOn;

    public string DataUntilText(CultureInfo culture) => DataUntil is { } until
        ? string.Create(culture, $"{ReportingZone.Of(Zone).LocalTimeOf(until):ddd d MMM yyyy HH:mm}")
        : "—";
}
