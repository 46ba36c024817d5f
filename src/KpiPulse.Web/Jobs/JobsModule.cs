using Hangfire;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Web.Access;

namespace KpiPulse.Web.Jobs;

/// <summary>Hangfire in this process. Nothing durable lives in it: at start the jobs are registered anew and the ledger says what is left to do.</summary>
internal static class JobsModule
{
    public const string DashboardPath = "/admin/jobs";

    public static void AddJobs(this IServiceCollection services)
    {
        // Registered here and not by UseInMemoryStorage, which keeps it in a static: a second application in the process would take this one's queue away.
        services.AddSingleton<JobStorage>(_ => new InMemoryStorage());
        services.AddHangfire(configuration => configuration.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        services.AddHangfireServer(options => options.WorkerCount = 1);
    }

    public static void MapJobs(this WebApplication app)
    {
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
