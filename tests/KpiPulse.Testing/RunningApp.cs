using KpiPulse.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KpiPulse.Testing;

/// <summary>The real application on a real port of the loopback, on a data folder of its own.</summary>
public sealed class RunningApp : IAsyncDisposable
{
    private readonly TempFolder folder;
    private readonly WebApplication app;

    private RunningApp(TempFolder folder, WebApplication app, ErrorLog log)
    {
        this.folder = folder;
        this.app = app;
        Log = log;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>Does not follow redirects: where a page sends people is part of what is tested.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public ErrorLog Log { get; }

    public static async Task<RunningApp> Start(TimeProvider clock, Action<string>? prepare = null, string environment = "Production", Action<WebApplicationBuilder>? configure = null)
    {
        var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        prepare?.Invoke(data);
        var log = new ErrorLog();
        var app = KpiPulseApp.Create(data, clock, builder =>
        {
            builder.Environment.EnvironmentName = environment;
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<ILoggerFactory>(log);
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new RunningApp(folder, app, log);
    }

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }
}
