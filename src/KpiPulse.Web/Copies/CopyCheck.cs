using KpiPulse.Warehouse;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KpiPulse.Web.Copies;

/// <summary>Whether a read-only node has the numbers of the last minute.</summary>
internal sealed class CopyCheck(KpiWarehouse warehouse, CopyInUse copy) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !warehouse.IsUsable ? HealthCheckResult.Unhealthy("The copy was shut down; the next one replaces it.")
        : copy.IsStale ? HealthCheckResult.Unhealthy($"Nothing was published since {copy.AsOf:u}. Look at the ingesting node.")
        : HealthCheckResult.Healthy());
}
