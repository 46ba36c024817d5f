using KpiPulse.Ingestion;

namespace KpiPulse.Web.Copies;

/// <summary>The published copy that an application answers from, and whether the ingesting node still stands by it.</summary>
internal sealed class CopyInUse(PublishedCopy copy, PublishedCopies copies, Uri? ingestingNode, TimeProvider clock)
{
    private volatile PublishedCopy copy = copy;

    public string Path { get; } = copies.PathOf(copy);

    public Uri? IngestingNode { get; } = ingestingNode;

    public string Name => copy.Name;

    /// <summary>UTC: all that was written on the ingesting node until then is in the answers.</summary>
    public DateTime AsOf => copy.AsOf;

    public TimeSpan Age => clock.GetUtcNow().UtcDateTime - AsOf is var age && age > TimeSpan.Zero ? age : TimeSpan.Zero;

    /// <summary>Neither renewed nor replaced in time: answers may be older than they should be.</summary>
    public bool IsStale => clock.GetUtcNow().UtcDateTime > copy.StaleAfter;

    /// <summary>The same copy, said to be whole until later.</summary>
    public void Renew(PublishedCopy renewed) => copy = renewed;
}
