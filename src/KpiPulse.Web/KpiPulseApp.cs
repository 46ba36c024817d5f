using KpiPulse.Warehouse;

namespace KpiPulse.Web;

/// <summary>The one wiring of the program: <c>serve</c> and the tests run the same application.</summary>
public static class KpiPulseApp
{
    public static WebApplication Create(string dataFolder, TimeProvider clock, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);
        builder.Services.AddKpiPulse(dataFolder, clock);

        var app = builder.Build();
        app.UseKpiPulse();
        return app;
    }

    private static void AddKpiPulse(this IServiceCollection services, string dataFolder, TimeProvider clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton(provider => KpiWarehouse.Open(
            new WarehouseOptions { DataFolder = dataFolder }, clock, provider.GetRequiredService<ILoggerFactory>().CreateLogger("KpiPulse.Warehouse")));
        services.AddRazorPages();
    }

    private static void UseKpiPulse(this WebApplication app)
    {
        app.UseStaticFiles();
        app.UseRouting();
        app.MapRazorPages();
    }
}
