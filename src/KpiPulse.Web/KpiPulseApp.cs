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
using KpiPulse.Web.Copies;
using KpiPulse.Web.Jobs;
using KpiPulse.Web.Publishing;
using KpiPulse.Web.Telemetry;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace KpiPulse.Web;

/// <summary>The one wiring of the program: <c>serve</c> and the tests run the same application.</summary>
public static class KpiPulseApp
{
    /// <summary>The node that the settings say: one that ingests, or one that reads published copies.</summary>
    public static WebApplication Create(string dataFolder, TimeProvider clock, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = NewBuilder(configure);
        var copies = CopyOptions.Of(builder.Configuration);
        if (copies.ReadFrom is not null)
            return ReadOnlyNode.Create(builder, copies, new NodePlace(dataFolder, clock, configure));

        builder.AddAccess(dataFolder, copies);
        builder.Services.AddKpiPulse(new WarehouseOptions { DataFolder = dataFolder }, clock);
        builder.Services.AddIngestion(copies);
        builder.AddTelemetry();
        return builder.BuildKpiPulse();
    }

    /// <summary>The application of one published copy; its server is handed requests by the node's.</summary>
    internal static WebApplication CreateFor(CopyInUse copy, CopySetup setup, Action<WebApplicationBuilder> server)
    {
        var (copies, place) = (setup.Options, setup.Place);
        var builder = NewBuilder(place.Configure);
        server(builder);
        builder.AddAccess(place.DataFolder, copies);
        builder.Services.AddKpiPulse(new WarehouseOptions { DataFolder = place.DataFolder, KeysFolder = copies.Keys!, Copy = copy.Path }, place.Clock);
        builder.Services.AddCopy(copy);
        builder.AddTelemetry();
        return builder.BuildKpiPulse();
    }

    private static WebApplicationBuilder NewBuilder(Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Pages and assets are this assembly's, whichever program hosts it.
            ApplicationName = typeof(KpiPulseApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);
        return builder;
    }

    private static WebApplication BuildKpiPulse(this WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.UseKpiPulse();
        return app;
    }

    private static void AddKpiPulse(this IServiceCollection services, WarehouseOptions options, TimeProvider clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton(provider => KpiWarehouse.Open(options, clock, provider.GetRequiredService<ILoggerFactory>().CreateLogger("KpiPulse.Warehouse")));
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
        services.AddReports(options.DataFolder);
    }

    /// <summary>What only the process that has the warehouse does.</summary>
    private static void AddIngestion(this IServiceCollection services, CopyOptions copies)
    {
        services.AddJobs();
        services.AddSingleton<StartUp>();
        services.AddHostedService(provider => provider.GetRequiredService<StartUp>());
        services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
        services.AddHostedService<Caretaker>();
        services.AddHostedService<SetupNotice>();
        if (copies.PublishTo is not null)
            services.AddHostedService(provider => new CopyPublishing(provider.GetRequiredService<KpiWarehouse>(), copies, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CopyPublishing>>()));
    }

    private static void AddCopy(this IServiceCollection services, CopyInUse copy)
    {
        services.AddSingleton(copy);
        services.AddHealthChecks().AddCheck<CopyCheck>("ready");
    }

    private static void UseKpiPulse(this WebApplication app)
    {
        var isReadOnly = app.Services.GetService<CopyInUse>() is not null;
        app.UseDoor();
        app.UseResponseCompression();
        app.UseRequestLocalization();
        if (!app.Environment.IsDevelopment())
            app.UseExceptionHandler("/error/500");
        app.UseMiddleware<QuestionErrors>();
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseStaticFiles();
        if (isReadOnly)
            app.UseMiddleware<ReadOnlyGate>();
        app.UseRouting();
        app.UseAccess();
        app.MapHealthChecks(ReadyCheck.Live, new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(ReadyCheck.Ready).AllowAnonymous();
        app.MapRazorPages();
        app.MapKpi();
        app.MapReports();
        if (!isReadOnly)
            app.MapJobs();
    }
}
