namespace KpiPulse.Ingestion;

public enum IngestStatus
{
    Loaded,
    Unchanged,
    Refused,
}

/// <summary><c>Offered = Loaded + Rejected</c>; updated rows (replacing an older version) are among the loaded.</summary>
public sealed record RowCounts(long Offered, long Loaded, long Updated, long Rejected)
{
    public static readonly RowCounts None = new(0, 0, 0, 0);

    /// <summary>Among the loaded: those that wait for another export.</summary>
    public long Waiting { get; init; }
}

/// <summary>What became of one file.</summary>
/// <param name="Source">The profile that took it; null if none did.</param>
/// <param name="Targets">Rows written per canonical table; what was known already is not written again.</param>
public sealed record IngestedFile(
    string Path, string? Source, string? Sha256, IngestStatus Status, string? Reason, RowCounts Rows, IReadOnlyDictionary<string, long> Targets, double Seconds)
{
    internal static readonly IReadOnlyDictionary<string, long> Nothing = new Dictionary<string, long>();

    /// <summary>Refused for now only (the disk is full): a dropped file stays where it is and is tried again.</summary>
    public bool IsDeferred { get; init; }

    internal static IngestedFile Refused(string path, string reason, double seconds) => new(path, null, null, IngestStatus.Refused, reason, RowCounts.None, Nothing, seconds);
}

/// <summary>What became of the files of one run, in the order they were taken.</summary>
public sealed record IngestionRun(IReadOnlyList<IngestedFile> Files)
{
    public long RejectedRowsTotal => Files.Sum(file => file.Rows.Rejected);

    public bool AnythingRefused => Files.Any(file => file.Status == IngestStatus.Refused);
}
