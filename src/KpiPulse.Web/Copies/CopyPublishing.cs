using KpiPulse.Ingestion;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Copies;

/// <summary>Looks every second whether a copy is due. One that fails is told of and tried again; ingestion goes on.</summary>
internal sealed partial class CopyPublishing(KpiWarehouse warehouse, CopyOptions options, TimeProvider clock, ILogger<CopyPublishing> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var publisher = new CopyPublisher(warehouse, new PublishedCopies(options.PublishTo!), TimeSpan.FromSeconds(options.EverySeconds));
        var isFailing = false;
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var began = clock.GetTimestamp();
                if (!publisher.Look())
                    continue;

                var seconds = clock.GetElapsedTime(began).TotalSeconds;
                Log.Published(logger, seconds);
                if (isFailing)
                    Log.PublishedAgain(logger);
                isFailing = false;
            }
            catch (Exception failure) when (failure is WarehouseException or IOException or UnauthorizedAccessException)
            {
                if (!isFailing)
                    Log.Failed(logger, options.PublishTo!, failure.Message);
                isFailing = true;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "No copy could be published to {Folder}; read-only nodes will say that they are behind. It is tried again. {Reason}")]
        public static partial void Failed(ILogger logger, string folder, string reason);

        [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "A copy was published in {Seconds:F2} s")]
        public static partial void Published(ILogger logger, double seconds);

        [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Copies are published again")]
        public static partial void PublishedAgain(ILogger logger);
    }
}
