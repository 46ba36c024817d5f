using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Review;
using KpiPulse.Warehouse;
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
    private static readonly TimeSpan UntilTriedAgain = TimeSpan.FromSeconds(30);

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
        try
        {
            while (!await Task.Run(() => HasRun(stoppingToken), stoppingToken))
                await Task.Delay(UntilTriedAgain, stoppingToken);

            // Closing past weeks can wait: it would take the processor from the first pages, and the nightly job would do it all the same.
            await Task.Delay(FirstPages, stoppingToken);
            await ClosePastWeeks(stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The host stops. Whoever watches the process must see that it failed.
            Environment.ExitCode = Commands.CommandLine.InternalFailure;
            throw;
        }
    }

    private async Task ClosePastWeeks(CancellationToken stopping)
    {
        foreach (var week in weeks.Due())
        {
            try
            {
                weeks.FreezeAsDue(week);
            }
            catch (Exception failure) when (failure is QuestionException or WarehouseException)
            {
                // Somebody closed it meanwhile, or it cannot be written now; the nightly job looks again.
                Log.NotClosed(logger, failure, week);
            }

            await Task.Delay(Breath, stopping);
        }
    }

    /// <returns>False when the warehouse could not take it now; pages go on with what is there, and it is tried again.</returns>
    private bool HasRun(CancellationToken stopping)
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

            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is not done now is done at the next start.
            return true;
        }
        catch (Exception failure) when (failure is WarehouseException or QuestionException)
        {
            Log.NotCaughtUp(logger, failure, UntilTriedAgain.TotalSeconds);
            return false;
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

        [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "What the last run left could not be taken; trying again in {Seconds:F0} s")]
        public static partial void NotCaughtUp(ILogger logger, Exception failure, double seconds);

        [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "{Week} was not closed")]
        public static partial void NotClosed(ILogger logger, Exception failure, IsoWeek week);
    }
}
