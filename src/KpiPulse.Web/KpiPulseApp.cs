using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Misses;
using KpiPulse.Metrics.Passport;
using KpiPulse.Metrics.Plans;
using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Reporting.Charts;
using KpiPulse.Warehouse;
using KpiPulse.Web.Access;
using KpiPulse.Web.Api;
using KpiPulse.Web.Jobs;
using KpiPulse.Web.Publishing;
using KpiPulse.Web.Telemetry;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace KpiPulse.Web;

/// <summary>The one wiring of the program: <c>serve</c> and the tests run the same application.</summary>
public static class KpiPulseApp
{
    public static WebApplication Create(string dataFolder, TimeProvider clock, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Pages and assets are this assembly's, whichever program hosts it.
            ApplicationName = typeof(KpiPulseApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);
        builder.AddAccess(dataFolder);
        builder.Services.AddKpiPulse(dataFolder, clock);
        builder.AddTelemetry();

        var app = builder.Build();
        app.UseKpiPulse();
        return app;
    }

    private static void AddKpiPulse(this IServiceCollection services, string dataFolder, TimeProvider clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton(provider => KpiWarehouse.Open(
            new WarehouseOptions { DataFolder = dataFolder }, clock, provider.GetRequiredService<ILoggerFactory>().CreateLogger("KpiPulse.Warehouse")));
        services.AddSingleton<InboxIngestion>();
        services.AddSingleton<ReceivedData>();
        services.AddSingleton<Expectations>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<SourceCatalog>();
        services.AddSingleton(provider => new BackupRequests(provider.GetRequiredService<KpiWarehouse>().Options));
        services.AddSingleton<MetricEngine>();
        services.AddSingleton(provider => provider.GetRequiredService<MetricEngine>().Frozen);
        services.AddSingleton<PassportReader>();
        services.AddSingleton<ScorecardReader>();
        services.AddSingleton<TrendReader>();
        services.AddSingleton<RootCauseReader>();
        services.AddSingleton<EvidenceShelf>();
        services.AddSingleton<MissReasons>();
        services.AddSingleton<RecoveryPlans>();
        services.AddSingleton<WeekReviewReader>();
        services.AddSingleton<SixTwelveReader>();
        services.AddSingleton<TicketReader>();
        services.AddSingleton<ReviewComments>();
        services.AddSingleton<ChartShelf>();

        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(Cultures.Offer);
        services.AddResponseCompression(options => options.EnableForHttps = true);
        services.AddRazorPages();
        services.AddJobs();
        services.AddReports(dataFolder);
        services.AddSingleton<StartUp>();
        services.AddHostedService(provider => provider.GetRequiredService<StartUp>());
        services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
        services.AddHostedService<Caretaker>();
    }

    private static void UseKpiPulse(this WebApplication app)
    {
        app.UseDoor();
        app.UseResponseCompression();
        app.UseRequestLocalization();
        if (!app.Environment.IsDevelopment())
            app.UseExceptionHandler("/error/500");
        app.UseMiddleware<QuestionErrors>();
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAccess();
        app.MapHealthChecks(ReadyCheck.Live, new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(ReadyCheck.Ready).AllowAnonymous();
        app.MapRazorPages();
        app.MapKpi();
        app.MapReports();
        app.MapJobs();
    }
}
