using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KpiPulse.Testing;

/// <summary>A real warehouse in a folder of its own, with a clock that stands still.</summary>
public sealed class TempWarehouse : IDisposable
{
    private readonly TempFolder folder = new();

    public TempWarehouse(string reportingZone = "Asia/Singapore", int ticketsPerSlice = 1000, string? attach = null)
    {
        Options = new WarehouseOptions { DataFolder = Path.Combine(folder.Path, "data"), MemoryLimit = "512MB", ReportingZone = reportingZone, TicketsPerSlice = ticketsPerSlice, Attach = attach };
        if (attach is null)
            EmptyWarehouse.CopyTo(Options);
        Warehouse = KpiWarehouse.Open(Options, Clock, NullLogger.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero));

    public WarehouseOptions Options { get; }

    public KpiWarehouse Warehouse { get; private set; }

    /// <summary>Closes and opens the same file, as a restart does.</summary>
    public void Reopen()
    {
        Warehouse.Dispose();
        Warehouse = KpiWarehouse.Open(Options, Clock, NullLogger.Instance);
    }

    public void Dispose()
    {
        Warehouse.Dispose();
        folder.Dispose();
    }
}
