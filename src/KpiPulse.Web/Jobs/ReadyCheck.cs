using KpiPulse.Warehouse;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KpiPulse.Web.Jobs;

/// <summary>Whether pages have today's numbers: the database answers, and what the last run left has been caught up with.</summary>
internal sealed class ReadyCheck(KpiWarehouse warehouse, StartUp startUp) : IHealthCheck
{
    public const string Ready = "/health/ready";
    public const string Live = "/health/live";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !warehouse.IsUsable ? HealthCheckResult.Unhealthy("The database was shut down; free the disk and restart KpiPulse.")
        : !startUp.HasCaughtUp ? HealthCheckResult.Unhealthy("Still catching up with what the last run left.")
        : HealthCheckResult.Healthy());
}
