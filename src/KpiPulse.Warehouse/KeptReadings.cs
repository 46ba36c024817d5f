using System.Collections.Concurrent;

namespace KpiPulse.Warehouse;

/// <summary>What was read once for all, the latest version of each: readers who ask for the same at the same time wait for one reading.</summary>
/// <param name="most">With more keys than that it begins anew.</param>
internal sealed class KeptReadings<TKey, TReading>(int most = int.MaxValue)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Kept> known = new();

    /// <param name="version">Known before the reading begins: what is read meanwhile may be newer and is then read again, never older.</param>
    public TReading Get(TKey key, object version, Func<TReading> read)
    {
        if (known.Count >= most)
            known.Clear();
        var kept = known.AddOrUpdate(key, _ => new Kept(version, new(read)), (_, before) => before.Version.Equals(version) ? before : new Kept(version, new(read)));
        try
        {
            return kept.Reading.Value;
        }
        catch
        {
            known.TryRemove(KeyValuePair.Create(key, kept));
            throw;
        }
    }

    private sealed record Kept(object Version, Lazy<TReading> Reading);
}
