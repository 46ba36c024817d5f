using System.Diagnostics.Metrics;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Telemetry;

/// <summary>How far the numbers are behind: from the newest instant that any export has told of until now. Silent while the warehouse is empty.</summary>
internal sealed class IngestLag : IDisposable
{
    private readonly Meter meter = new("KpiPulse.Web");

    public IngestLag(KpiWarehouse warehouse, TimeProvider clock) => meter.CreateObservableGauge(
        "kpipulse.ingest.lag", () => Measure(warehouse.DataUntil, clock.GetUtcNow()), "s", "Time from the newest instant in the data until now");

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<double>> Measure(DateTime? dataUntil, DateTimeOffset now) =>
        dataUntil is { } until ? [new Measurement<double>((now.UtcDateTime - until).TotalSeconds)] : [];
}
