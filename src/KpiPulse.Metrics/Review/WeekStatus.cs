using System.Globalization;
using KpiPulse.Metrics.Completeness;
using KpiPulse.Metrics.Freeze;

namespace KpiPulse.Metrics.Review;

/// <summary>Whether the week can still change by itself (C9) or lacks a file that was due, and how fresh the data is.</summary>
/// <param name="DataUntil">UTC.</param>
public sealed record WeekStatus(IsoWeek Week, DateTime? DataUntil, string Zone)
{
    private const int DaysUntilFinal = 7;

    /// <summary>Files of the week that have not come.</summary>
    public IReadOnlyList<ExpectedFile> Missing { get; init; } = [];

    /// <summary>How the week was closed; null where nobody asked.</summary>
    public FrozenWeek? Frozen { get; init; }

    public bool IsSigned => Frozen is { IsFrozen: true };

    public DateOnly FinalOn => Week.Days.End.AddDays(DaysUntilFinal);

    /// <summary>A signed week changes by restatement only.</summary>
    public bool IsMaturing => !IsSigned && (DataUntil is not { } until || ReportingZone.Of(Zone).DateOf(until) < FinalOn);

    public bool IsProvisional => IsMaturing || (Missing.Count > 0 && !IsSigned);

    /// <summary>The missing files in words; null when there are none.</summary>
    public string? MissingText => Missing.Count == 0 ? null
        : $"{Missing.Count} {(Missing.Count == 1 ? "file" : "files")} missing: {string.Join(", ", Missing.GroupBy(file => (file.SourceId, file.State)).Select(group => $"{group.Key.SourceId} {group.First().PeriodName}{(group.Count() > 1 ? $" and {group.Count() - 1} more" : "")} {group.Key.State}"))}";

    public string DataUntilText(CultureInfo culture) => LocalText(DataUntil, culture);

    /// <summary>An instant by the clocks of the week's zone.</summary>
    public string LocalText(DateTime? utc, CultureInfo culture) => utc is { } instant ? DateText.DayAndTime(ReportingZone.Of(Zone).LocalTimeOf(instant), culture) : MetricFormat.NoData;
}
