using Hangfire;
using KpiPulse.Ingestion;

namespace KpiPulse.Web.Jobs;

/// <summary>The drop folder, every five minutes. Running twice changes nothing: a file's content is its identity.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed partial class IngestInboxJob(InboxIngestion ingestion, ILogger<IngestInboxJob> logger)
{
    public void Run(CancellationToken cancellation)
    {
        foreach (var file in ingestion.IngestInbox(cancellation).Files)
            Log.FileTaken(logger, file.Status, file.Rows.Loaded, file.Rows.Offered, file.Seconds);
    }

    private static partial class Log
    {
        // No file name and no row text: exports carry personal data in odd places.
        [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "An export was {Status}: {Loaded} of {Offered} rows in {Seconds:F1} s")]
        public static partial void FileTaken(ILogger logger, IngestStatus status, long loaded, long offered, double seconds);
    }
}
