using System.Globalization;
using KpiPulse.Metrics.Completeness;

namespace KpiPulse.Metrics.Review;

/// <summary>Whether the week can still change by itself (C9) or lacks a file that was due, and how fresh the data is.</summary>
/// <param name="DataUntil">UTC.</param>
public sealed record WeekStatus(IsoWeek Week, DateTime? DataUntil, string Zone)
{
    private const int DaysUntilFinal = 7;

    /// <summary>Files of the week that have not come.</summary>
    public IReadOnlyList<ExpectedFile> Missing { get; init; } = [];

    public DateOnly FinalOn => Week.Days.End.AddDays(DaysUntilFinal);

    public bool IsMaturing => DataUntil is not { } until || ReportingZone.Of(Zone).DateOf(until) < FinalOn;

    public bool IsProvisional => IsMaturing || Missing.Count > 0;

    /// <summary>The missing files in words; null when there are none.</summary>
    public string? MissingText => Missing.Count == 0 ? null
        : $"{Missing.Count} {(Missing.Count == 1 ? "file" : "files")} missing: {string.Join(", ", Missing.GroupBy(file => (file.SourceId, file.State)).Select(group => $"{group.Key.SourceId} {group.First().PeriodName}{(group.Count() > 1 ? $" and {group.Count() - 1} more" : "")} {group.Key.State}"))}";

    public string DataUntilText(CultureInfo culture) => DataUntil is { } until
        ? string.Create(culture, $"{ReportingZone.Of(Zone).LocalTimeOf(until):ddd d MMM yyyy HH:mm}")
        : "—";
}
