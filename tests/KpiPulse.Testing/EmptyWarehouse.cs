using System.Collections.Concurrent;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Testing;

/// <summary>The file as the first start leaves it, made once by the program itself and copied: making it anew was most of a small test's time.</summary>
public static class EmptyWarehouse
{
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Files = new(StringComparer.Ordinal);

    public static void CopyTo(WarehouseOptions options)
    {
        options.CreateDataFolder();
        File.WriteAllBytes(options.DatabasePath, Files.GetOrAdd(options.ReportingZone, zone => new Lazy<byte[]>(() => Make(zone))).Value);
    }

    private static byte[] Make(string zone)
    {
        using var folder = new TempFolder();
        var options = new WarehouseOptions { DataFolder = Path.Combine(folder.Path, "data"), ReportingZone = zone };
        KpiWarehouse.Open(options, TimeProvider.System, NullLogger.Instance).Dispose();
        return File.Exists(options.DatabasePath + ".wal") ? throw new InvalidOperationException("The empty warehouse still has a log, so its file is not all of it.") : File.ReadAllBytes(options.DatabasePath);
    }
}
