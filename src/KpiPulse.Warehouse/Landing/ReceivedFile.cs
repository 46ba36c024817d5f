namespace KpiPulse.Warehouse.Landing;

/// <summary>A file as it came; the hash is its identity, the name only a label.</summary>
internal sealed record ReceivedFile(string Sha256, string FileName, long Bytes, DateTime ReceivedAt);

internal sealed record RejectedRow(long LineNo, string? ColumnName, string Reason, string? Value, string? RowText);

/// <summary>What became of a file's records. <c>Offered = Loaded + Rejected</c>; updated ones are among the loaded.</summary>
internal sealed record Accounts(long Offered, long Loaded, long Updated, long Rejected)
{
    public static readonly Accounts Nothing = new(0, 0, 0, 0);

    /// <summary>Among the loaded: those that are in no table until another export comes.</summary>
    public long Waiting { get; init; }

    /// <summary>Among the loaded: those with a local time that occurred twice.</summary>
    public long Ambiguous { get; init; }
}

/// <summary>A question put to the file's bytes, since DuckDB knows records only: where do these stand?</summary>
/// <param name="BrokenOffsets">Byte offsets (from 0) of records that DuckDB could not split, ascending.</param>
/// <param name="Ordinals">Places (from 0) among the records that it could, ascending.</param>
internal sealed record RecordQuestion(IReadOnlyList<long> BrokenOffsets, IReadOnlyList<long> Ordinals);

/// <param name="Offered">Records in the file, counted without DuckDB.</param>
/// <param name="Shifts">From this place on, the line is first line + place + shift.</param>
internal sealed record RecordAnswer(long Offered, IReadOnlyList<RecordPlace> Broken, IReadOnlyList<RecordPlace> Asked, IReadOnlyList<LineShift> Shifts);

internal sealed record RecordPlace(long Line, string Text);

internal sealed record LineShift(long FromRecord, long Lines);

/// <summary>What Ingestion knows of a staged file's records by having read its bytes.</summary>
/// <param name="FirstLine">Physical line (from 1) of the first record.</param>
/// <param name="Offered">Records counted while streaming; null when only a careful second pass can tell.</param>
internal sealed record RecordLayout(long FirstLine, long? Offered, Func<RecordQuestion, RecordAnswer> Locate);
