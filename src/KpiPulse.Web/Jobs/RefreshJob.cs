using Hangfire;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Jobs;

/// <summary>All models again from all canonical rows, nightly: whatever a part left behind, the whole puts right.</summary>
[AutomaticRetry(Attempts = 3)]
internal sealed class RefreshJob(KpiWarehouse warehouse)
{
    public void Run() => warehouse.RefreshEverything();
}
