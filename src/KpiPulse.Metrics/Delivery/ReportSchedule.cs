namespace KpiPulse.Metrics.Delivery;

/// <param name="Cron">When, in <paramref name="Zone"/>; the report is about the last full week before.</param>
/// <param name="StartsAt">UTC; nothing that was due earlier is caught up with.</param>
public sealed record ReportSchedule(string Id, string Name, string Cron, string Zone, IReadOnlyList<DimensionFilter> Where, bool IsActive, DateTime StartsAt, IReadOnlyList<ReportRecipient> Recipients);

public enum DeliveryChannel
{
    /// <summary>The Reports page alone; every delivered report is there.</summary>
    Page,

    /// <summary>A folder of the data folder, from where others fetch it.</summary>
    Folder,

    Email,
}

/// <param name="Where">Beside the schedule's own: each recipient gets their own rows.</param>
public sealed record ReportRecipient(string Id, DeliveryChannel Channel, string Address, IReadOnlyList<DimensionFilter> Where);

/// <summary>One report to one recipient, once.</summary>
public sealed record DeliveryKey(string ScheduleId, IsoWeek Week, string RecipientId);

/// <summary>A row of the run history; instants are UTC.</summary>
/// <param name="State">claimed | handing_over | delivered | failed.</param>
/// <param name="Error">In plain words; null unless it failed.</param>
/// <param name="Bytes">Of the report; null until it was printed.</param>
/// <param name="Seconds">That it took to print.</param>
/// <param name="ScheduleName">Null when the schedule was removed.</param>
public sealed record Delivery(
    string ScheduleId, string Period, string RecipientId, string State, int Attempts, DateTime ClaimedAt, DateTime? SettledAt, DateTime? RetryAt, string? Error, string? Sha256,
    long? Bytes, double? Seconds, string? ScheduleName, string? Channel, string? Address);

/// <param name="Filters">As people read them.</param>
public sealed record PublishedReport(
    string Sha256, string Period, string Filters, string State, DateTime AsOf, long DataVersion, int Pages, int Figures, long Bytes, double Seconds, DateTime PublishedAt)
{
    public const string Everything = "everything";

    /// <summary>The filters again. A value may hold a comma: then it is read as two, and covers less.</summary>
    public IReadOnlyList<DimensionFilter> Where => Filters == Everything ? [] : [.. Filters.Split("; ").Select(text => text.Split('=', 2)).Where(parts => parts.Length == 2)
        .Select(parts => new DimensionFilter(parts[0], parts[1].Split(',')))];
}
