using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Review;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Hosting.Server;

namespace KpiPulse.Web.Copies;

/// <summary>Where a node's own files are, and what its applications are set up with.</summary>
internal sealed record NodePlace(string DataFolder, TimeProvider Clock, Action<WebApplicationBuilder>? Configure);

/// <summary>What all applications of a node share.</summary>
internal sealed record CopySetup(CopyOptions Options, NodePlace Place, ILoggerFactory Loggers, RequestLimits Limits);

/// <summary>
/// The application of one published copy, with accounts and caches of its own: nothing that was kept for one copy can be shown for another, and a
/// request is answered wholly from the copy that it began on.
/// </summary>
internal sealed class CopyApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CopyServer server;
    private int requests;

    private CopyApp(CopyInUse copy, WebApplication app, CopyServer server) => (Copy, this.app, this.server) = (copy, app, server);

    public CopyInUse Copy { get; }

    internal IServiceProvider Services => app.Services;

    /// <summary>No request is on its way through it.</summary>
    public bool IsIdle => Volatile.Read(ref requests) == 0;

    /// <summary>Opened, and asked what the first page will ask.</summary>
    public static async Task<CopyApp> Start(CopyInUse copy, CopySetup setup, CancellationToken cancellation)
    {
        var server = new CopyServer();
        var app = KpiPulseApp.CreateFor(copy, setup, builder =>
        {
            builder.Services.AddSingleton<IServer>(server);
            builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
            builder.Services.AddSingleton(setup.Loggers);
            builder.Services.AddSingleton(setup.Limits);
        });
        try
        {
            await app.StartAsync(cancellation);
            if (app.Services.GetRequiredService<MetricEngine>().LatestWeek is { } week)
                app.Services.GetRequiredService<WeekReviewReader>().Read(week, [], Scope.Everything);
            return new CopyApp(copy, app, server);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>What this node has learnt beside the copy.</summary>
    public void CountOn(CopyApp before) => Services.GetRequiredService<Accounts>().CountOn(before.Services.GetRequiredService<Accounts>());

    public void Enter() => Interlocked.Increment(ref requests);

    public void Leave() => Interlocked.Decrement(ref requests);

    public Task Answer(HttpContext request) => server.Answer(request);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Begins and ends with the node's process, not by signals of its own.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
