using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Review;
using KpiPulse.Web.Publishing;

namespace KpiPulse.Web.Jobs;

/// <summary>
/// What the last run left behind, first of all: files archived and never landed, then the drop folder. An empty warehouse in Development
/// takes the sample data. Pages answer meanwhile, with what is there; what the first one will ask is asked beforehand.
/// </summary>
internal sealed partial class StartUp(
    InboxIngestion ingestion, Expectations expectations, MetricEngine engine, WeekReviewReader reviews, FrozenWeeks weeks, ReportSchedules schedules, ReportRounds rounds,
    IHostEnvironment environment, ILogger<StartUp> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPages = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private bool hasSchedules;

    /// <summary>Pages show all that was received before this start.</summary>
    public bool HasCaughtUp { get; private set; }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        hasSchedules = schedules.All.Count > 0;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Run(() => Run(stoppingToken), stoppingToken);

        // Closing past weeks can wait: it would take the processor from the first pages, and the nightly job would do it all the same.
        await Task.Delay(FirstPages, stoppingToken);
        foreach (var week in weeks.Due())
        {
            weeks.FreezeAsDue(week);
            await Task.Delay(Breath, stoppingToken);
        }
    }

    private void Run(CancellationToken stopping)
    {
        try
        {
            ingestion.CatchUp(cancellation: stopping);
            if (environment.IsDevelopment() && engine.DataUntil is null && SampleFolder() is { } sample)
            {
                Log.LoadingSample(logger);
                expectations.Adopt(sample);
                ingestion.Ingest([Path.Combine(sample, "reference"), Path.Combine(sample, "inbox")], cancellation: stopping);
            }

            ingestion.IngestInbox(stopping);
            Log.Ready(logger);
            if (engine.LatestWeek is { } week)
                reviews.Read(week, [], Scope.Everything);
            HasCaughtUp = true;

            // What became due while the program was down does not wait for the next minute.
            if (hasSchedules)
            {
                weeks.FreezeDue(stopping);
                rounds.Run(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is not done now is done at the next start.
        }
    }

    /// <summary>The checkout that the program was built from, found upwards from the binaries and from where it was started.</summary>
    private static string? SampleFolder()
    {
        foreach (var start in (string[])[AppContext.BaseDirectory, Directory.GetCurrentDirectory()])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var sample = Path.Combine(folder.FullName, "sample-data");
                if (Directory.Exists(Path.Combine(sample, "inbox")))
                    return sample;
            }
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The warehouse is empty: loading the sample data")]
        public static partial void LoadingSample(ILogger logger);

        [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Caught up with what the last run left")]
        public static partial void Ready(ILogger logger);
    }
}
