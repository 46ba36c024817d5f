using KpiPulse.Ingestion;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Jobs;

/// <summary>
/// Makes backups that other processes ask for, and ends the program when DuckDB has given its database up (a full disk during a checkpoint): only a
/// start brings it back, and whoever watches the process starts it.
/// </summary>
internal sealed partial class Caretaker(KpiWarehouse warehouse, BackupRequests backups, IHostApplicationLifetime lifetime, ILogger<Caretaker> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look);
        while (warehouse.IsUsable && await timer.WaitForNextTickAsync(stoppingToken))
            backups.AnswerAll(warehouse);

        if (stoppingToken.IsCancellationRequested)
            return;
        Log.Unusable(logger);
        Environment.ExitCode = Commands.CommandLine.InternalFailure;
        lifetime.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Critical, Message = "DuckDB has given the database up, most likely because the disk is full. Free some space and start KpiPulse again; nothing acknowledged is lost")]
        public static partial void Unusable(ILogger logger);
    }
}
