using KpiPulse.Warehouse;

namespace KpiPulse.Ingestion;

/// <summary>
/// Publishes a copy after a change, with a rest between two, and renews the current one's promise while nothing changes. Asked at short intervals.
/// </summary>
/// <param name="rest">After each copy, and between two renewals.</param>
public sealed class CopyPublisher(KpiWarehouse warehouse, PublishedCopies copies, TimeSpan rest)
{
    public static bool IsPossible => FileCopy.IsPossible;

    /// <summary>A missed renewal or two, or a copy that takes its time, is no alarm yet.</summary>
    private const int RestsUntilStale = 4;

    private PublishedCopy? current;
    private long edition;
    private DateTime restsUntil = DateTime.MinValue;

    private DateTime Now => warehouse.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Does what is due. After a failure the next try comes after the rest.</summary>
    /// <returns>True when a new copy was published.</returns>
    /// <exception cref="WarehouseException">The copy could not be made; ingestion is not touched by that.</exception>
    public bool Look()
    {
        var now = Now;
        if (now < restsUntil)
            return false;

        restsUntil = now + rest;
        // The instant first, then the edition, then the rows: whatever comes in between is in the copy, though it is not said to be.
        var seen = warehouse.Edition;
        if (current is { } known && seen == edition)
        {
            current = known with { AsOf = now, StaleAfter = StaleAfter(now) };
            copies.Point(current);
            return false;
        }

        var copy = new PublishedCopy(PublishedCopies.NameAt(now), now, StaleAfter(now));
        copies.Put(copy, path => FileCopy.Write(warehouse, path));
        current = copy;
        edition = seen;
        restsUntil = Now + rest;
        return true;
    }

    private DateTime StaleAfter(DateTime asOf) => asOf + RestsUntilStale * rest;
}
