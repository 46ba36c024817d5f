using Hangfire;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Jobs;

[AutomaticRetry(Attempts = 3)]
internal sealed class BackupJob(KpiWarehouse warehouse)
{
    public void Run() => Backup.Take(warehouse);
}
