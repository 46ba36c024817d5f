using System.Text.Json;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Delivery;

/// <summary>Who gets which report when, and what was published.</summary>
public sealed class ReportSchedules(KpiWarehouse warehouse)
{
    public IReadOnlyList<ReportSchedule> All
    {
        get
        {
            using var session = warehouse.Read();
            var recipients = session.Query<RecipientRow>("report_recipients").ToLookup(row => row.ScheduleId, StringComparer.Ordinal);
            return [.. session.Query<ScheduleRow>("report_schedules").Select(row => new ReportSchedule(
                row.ScheduleId, row.Name, row.Cron, row.TimeZone, FiltersOf(row.Filters), row.IsActive, row.StartsAt, [.. recipients[row.ScheduleId].Select(recipient => recipient.ToRecipient())]))];
        }
    }

    /// <summary>Starts now; its first report is that of its next firing.</summary>
    public ReportSchedule Add(string name, string cron, string zone, IReadOnlyList<DimensionFilter> where, IReadOnlyList<(DeliveryChannel Channel, string Address, IReadOnlyList<DimensionFilter> Where)> recipients, DateTime? startsAt = null)
    {
        var schedule = new ReportSchedule(
            NewId(), name, cron, zone, where, IsActive: true, startsAt ?? Now, [.. recipients.Select(recipient => new ReportRecipient(NewId(), recipient.Channel, recipient.Address, recipient.Where))]);
        return warehouse.Write(session =>
        {
            session.Execute("add_report_schedule", new { schedule_id = schedule.Id, name, cron, time_zone = zone, filters = TextOf(where), starts_at = schedule.StartsAt });
            foreach (var recipient in schedule.Recipients)
            {
                session.Execute("add_report_recipient", new
                {
                    recipient_id = recipient.Id,
                    schedule_id = schedule.Id,
                    channel = recipient.Channel.ToString().ToLowerInvariant(),
                    address = recipient.Address,
                    filters = TextOf(recipient.Where),
                });
            }

            return schedule;
        }, readState: false);
    }

    public void SetActive(string scheduleId, bool isActive) => Write("pause_report_schedule", new { schedule_id = scheduleId, is_active = isActive, now = Now });

    public void Remove(string scheduleId) => Write("remove_report_schedule", new { schedule_id = scheduleId });

    public IReadOnlyList<PublishedReport> Published(int limit)
    {
        using var session = warehouse.Read();
        return session.Query<PublishedReport>("published_reports", new { limit });
    }

    public void Publish(PublishedReport report) => Write("add_published_report", new
    {
        sha256 = report.Sha256,
        period = report.Period,
        filters = report.Filters,
        state = report.State,
        as_of = report.AsOf,
        data_version = report.DataVersion,
        pages = report.Pages,
        figures = report.Figures,
        bytes = report.Bytes,
        seconds = report.Seconds,
        published_at = report.PublishedAt,
    });

    private DateTime Now => warehouse.Clock.GetUtcNow().UtcDateTime;

    private void Write(string query, object arguments) => warehouse.Write(session => session.Execute(query, arguments), readState: false);

    private static string NewId() => Guid.NewGuid().ToString("N");

    private static string TextOf(IReadOnlyList<DimensionFilter> filters) => JsonSerializer.Serialize(filters.ToDictionary(filter => filter.Dimension, filter => filter.Values));

    private static IReadOnlyList<DimensionFilter> FiltersOf(string text) =>
        [.. JsonSerializer.Deserialize<Dictionary<string, string[]>>(text)!.Select(pair => new DimensionFilter(pair.Key, pair.Value))];

    private sealed record ScheduleRow(string ScheduleId, string Name, string Cron, string TimeZone, string Filters, bool IsActive, DateTime StartsAt);

    private sealed record RecipientRow(string RecipientId, string ScheduleId, string Channel, string Address, string Filters)
    {
        public ReportRecipient ToRecipient() => new(RecipientId, Enum.Parse<DeliveryChannel>(Channel, ignoreCase: true), Address, FiltersOf(Filters));
    }
}
