using Hangfire;
using KpiPulse.Metrics.Freeze;

namespace KpiPulse.Web.Jobs;

/// <summary>Weeks that are due are closed, nightly (C9). A week closed already stays as it is.</summary>
[AutomaticRetry(Attempts = 3)]
internal sealed class FreezeJob(FrozenWeeks weeks)
{
    public void Run(CancellationToken cancellation) => weeks.FreezeDue(cancellation);
}
