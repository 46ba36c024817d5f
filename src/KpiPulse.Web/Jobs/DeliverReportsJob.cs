using Hangfire;
using KpiPulse.Web.Publishing;

namespace KpiPulse.Web.Jobs;

/// <summary>No retries by the scheduler: the next minute looks again, and the ledger knows what is left.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class DeliverReportsJob(ReportRounds rounds)
{
    public void Run(CancellationToken cancellation) => rounds.Run(cancellation);
}
