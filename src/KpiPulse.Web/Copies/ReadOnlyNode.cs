using KpiPulse.Ingestion;
using KpiPulse.Warehouse;
using KpiPulse.Web.Access;
using KpiPulse.Web.Jobs;

namespace KpiPulse.Web.Copies;

/// <summary>
/// A node that answers from the newest published copy. It looks for a newer one every second, makes an application for it, and from then on hands
/// requests to that; the application before goes when its last request has been answered.
/// </summary>
internal sealed partial class ReadOnlyNode(CopySetup setup) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ILogger logger = setup.Loggers.CreateLogger<ReadOnlyNode>();
    private readonly PublishedCopies copies = new(setup.Options.ReadFrom!);
    private readonly Lock gate = new();
    private readonly List<CopyApp> retired = [];
    private CopyApp? current;
    private string? told;

    /// <summary>Kestrel, and behind it whichever application is the current one.</summary>
    public static WebApplication Create(WebApplicationBuilder builder, CopyOptions options, NodePlace place)
    {
        builder.RefuseUnsafe(place.DataFolder, options);
        options.RefuseUnusable(place.DataFolder);
        builder.HardenServer();
        RemoveSpilled(place.DataFolder);
        builder.Services.AddSingleton(_ => RequestLimits.Of(builder.Configuration));
        builder.Services.AddSingleton(provider => new ReadOnlyNode(new CopySetup(options, place, provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<RequestLimits>())));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ReadOnlyNode>());
        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<ReadOnlyNode>().Answer);
        return app;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var app in current is null ? retired : [.. retired, current])
            await app.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        do
        {
            try
            {
                await Look(stoppingToken);
                told = null;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The copy at hand goes on answering, and says so once it is stale.
                Tell(failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Task Answer(HttpContext request)
    {
        CopyApp? app;
        lock (gate)
        {
            app = current;
            app?.Enter();
        }

        if (app is null)
            return SayThatNothingIsThere(request);

        // Callbacks run in reverse: this one after all of the application's.
        request.Response.OnCompleted(() =>
        {
            app.Leave();
            return Task.CompletedTask;
        });
        return app.Answer(request);
    }

    private async Task Look(CancellationToken stopping)
    {
        foreach (var app in retired.Where(app => app.IsIdle).ToList())
        {
            retired.Remove(app);
            await app.DisposeAsync();
        }

        if (copies.Current() is not { } newest)
            Tell($"No copy has been published to {copies.Folder} yet. Start the ingesting node with Copies__PublishTo naming this folder.");
        else if (newest.Name == current?.Copy.Name)
            current.Copy.Renew(newest);
        else
            await SwitchTo(newest, stopping);
    }

    private async Task SwitchTo(PublishedCopy newest, CancellationToken stopping)
    {
        var next = await CopyApp.Start(new CopyInUse(newest, copies, setup.Options.IngestingNode, setup.Place.Clock), setup, stopping);
        var before = current;
        if (before is not null)
            next.CountOn(before);
        lock (gate)
            current = next;
        if (before is not null)
            retired.Add(before);
        Log.Switched(logger, newest.Name);
    }

    /// <summary>By copies that were open when the process was killed.</summary>
    private static void RemoveSpilled(string dataFolder)
    {
        var folder = new WarehouseOptions { DataFolder = dataFolder }.TempFolder;
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Alive, not ready, and nothing to show.</summary>
    private static Task SayThatNothingIsThere(HttpContext request)
    {
        if (request.Request.Path == ReadyCheck.Live)
            return request.Response.WriteAsync("Healthy");

        request.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        request.Response.Headers.RetryAfter = "5";
        return request.Response.WriteAsync(request.Request.Path == ReadyCheck.Ready
            ? "Unhealthy"
            : "This read-only node has no copy of the warehouse yet. It shows one as soon as the ingesting node publishes it (Copies__PublishTo there, Copies__ReadFrom here).");
    }

    /// <summary>Once, not every second.</summary>
    private void Tell(string reason)
    {
        if (reason != told)
            Log.NoNewCopy(logger, reason);
        told = reason;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Answering from {Copy}")]
        public static partial void Switched(ILogger logger, string copy);

        [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Reason}")]
        public static partial void NoNewCopy(ILogger logger, string reason);
    }
}
