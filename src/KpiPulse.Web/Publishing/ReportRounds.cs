using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Web.Publishing;

/// <summary>
/// Every minute: what is due by schedule and not yet delivered. What is due follows from schedules and ledger alone, so a restart, a missed
/// minute and a missed month are the same thing.
/// </summary>
internal sealed partial class ReportRounds(
    ReportSchedules schedules, DeliveryLedger ledger, ReportPublisher publisher, ReportShelf shelf, ReportMail mail, TimeProvider clock, ILogger<ReportRounds> logger)
{
    public void Run(CancellationToken cancellation)
    {
        foreach (var schedule in schedules.All.Where(schedule => schedule.IsActive))
        {
            var settled = ledger.Settled(schedule.Id);
            foreach (var week in DuePeriods.Of(schedule, clock.GetUtcNow().UtcDateTime))
            {
                var printed = new Dictionary<string, ReportFile>(StringComparer.Ordinal);
                foreach (var recipient in schedule.Recipients.Where(recipient => !settled.Contains((week.ToString(), recipient.Id))))
                {
                    cancellation.ThrowIfCancellationRequested();
                    var key = new DeliveryKey(schedule.Id, week, recipient.Id);
                    if (ledger.Claim(key))
                        Deliver(key, schedule, recipient, printed);
                }
            }
        }
    }

    private void Deliver(DeliveryKey key, ReportSchedule schedule, ReportRecipient recipient, Dictionary<string, ReportFile> printed)
    {
        try
        {
            var file = Print(key.Week, [.. schedule.Where, .. recipient.Where], printed);
            ledger.HandingOver(key, file.Sha256);
            HandOver(key, schedule, recipient, file);
            ledger.Delivered(key, file.Sha256);
            Log.Delivered(logger, key.Week, recipient.Channel);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // One recipient's trouble is theirs alone; the ledger says what it was, in words for people.
            ledger.Failed(key, failure.Message, ledger.AttemptsOf(key));
            Log.Failed(logger, failure, key.Week, recipient.Channel);
        }
    }

    /// <summary>Recipients with the same rows get the same file.</summary>
    private ReportFile Print(IsoWeek week, IReadOnlyList<DimensionFilter> where, Dictionary<string, ReportFile> printed)
    {
        var scope = string.Join('&', where.Select(filter => filter.ToString()));
        return printed.TryGetValue(scope, out var file) ? file : printed[scope] = publisher.Publish(week, where);
    }

    private void HandOver(DeliveryKey key, ReportSchedule schedule, ReportRecipient recipient, ReportFile file)
    {
        switch (recipient.Channel)
        {
            case DeliveryChannel.Folder:
                shelf.CopyTo(recipient.Address, file);
                break;
            case DeliveryChannel.Email:
                mail.Send(key, schedule.Name, recipient.Address, file, shelf.Signature(file));
                break;
            default:
                // It is on the page already.
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The report of {Week} was delivered by {Channel}")]
        public static partial void Delivered(ILogger logger, IsoWeek week, DeliveryChannel channel);

        [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The report of {Week} could not be delivered by {Channel}")]
        public static partial void Failed(ILogger logger, Exception failure, IsoWeek week, DeliveryChannel channel);
    }
}
