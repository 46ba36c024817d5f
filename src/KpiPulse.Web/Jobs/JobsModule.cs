using Hangfire;
using Hangfire.Common;
using Hangfire.Dashboard;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Warehouse;
using KpiPulse.Web.Access;

namespace KpiPulse.Web.Jobs;

/// <summary>
/// Hangfire in the process that has the warehouse, and in no other: whoever may share the queue, jobs run here only. Nothing durable lives in it: at start the jobs
/// are registered anew and the ledger says what is left to do.
/// </summary>
internal static class JobsModule
{
    public const string DashboardPath = "/admin/jobs";

    public static void AddJobs(this IServiceCollection services)
    {
        // Registered here and not by UseInMemoryStorage or UsePostgreSqlStorage, which keep it in a static: a second application in the process would take this one's queue away.
        services.AddSingleton(provider => JobQueue.Open(provider.GetRequiredService<IConfiguration>()[JobQueue.Setting]));
        // Beside the filters that are a static of Hangfire, for the same reason.
        services.AddSingleton<IJobFilterProvider>(_ => new JobFilterProviderCollection(JobFilterProviders.Providers, new JobFilterCollection { new JobTelemetry() }));
        services.AddHangfire(configuration => configuration.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        services.AddHangfireServer(options => options.WorkerCount = 1);
    }

    public static void MapJobs(this WebApplication app)
    {
        // The queue first: one that cannot be used is told of before the warehouse is opened.
        var queue = app.Services.GetRequiredService<JobStorage>();
        JobQueue.Claim(queue, app.Services.GetRequiredService<KpiWarehouse>().Options.DataFolder);
        JobSchedule.Register(app.Services.GetRequiredService<IRecurringJobManager>(), app.Services.GetRequiredService<MetricEngine>().ReportingZone);
        app.MapHangfireDashboard(DashboardPath, new DashboardOptions { Authorization = [new OnlyAdministrators()], DashboardTitle = "KpiPulse jobs", DisplayStorageConnectionString = false })
            .RequireAuthorization(NeedsAttribute.PolicyOf(Capability.Administer));
    }

    /// <summary>The endpoint asks already. Should somebody map the dashboard otherwise one day, it still asks.</summary>
    private sealed class OnlyAdministrators : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context) => Readers.Find(context.GetHttpContext()) is { } reader && reader.Can(Capability.Administer);
    }
}
