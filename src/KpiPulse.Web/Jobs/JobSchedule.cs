using Hangfire;

namespace KpiPulse.Web.Jobs;

/// <summary>Every cron line, one place, with its time zone. A job is a schedule and a call; what must hold is held by what it calls.</summary>
internal static class JobSchedule
{
    public static void Register(IRecurringJobManager jobs, string reportingZone)
    {
        var options = new RecurringJobOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(reportingZone), MisfireHandling = MisfireHandlingMode.Relaxed };
        jobs.AddOrUpdate<IngestInboxJob>("ingest-inbox", job => job.Run(CancellationToken.None), "*/5 * * * *", options);
        jobs.AddOrUpdate<RefreshJob>("refresh", job => job.Run(), "30 2 * * *", options);
        jobs.AddOrUpdate<FreezeJob>("freeze", job => job.Run(CancellationToken.None), "45 2 * * *", options);
        jobs.AddOrUpdate<DeliverReportsJob>("deliver-reports", job => job.Run(CancellationToken.None), "* * * * *", options);
        jobs.AddOrUpdate<BackupJob>("backup", job => job.Run(), "0 3 * * *", options);
    }
}
