using System.Globalization;

namespace KpiPulse.Metrics.Completeness;

/// <param name="Rejected">Of loaded files.</param>
/// <param name="Waiting">For their ticket or for another export; they count once it comes.</param>
public sealed record RowsSetAside(long Rejected, long Waiting);

/// <summary>A file that was due for one period of one source, and what became of it.</summary>
/// <param name="PeriodEnd">The day after its last.</param>
/// <param name="DueAt">UTC.</param>
/// <param name="State">loaded | refused | late | awaited.</param>
/// <param name="FileId">The file that stands for it, loaded or refused; null while none came.</param>
public sealed record ExpectedFile(string SourceId, DateOnly PeriodStart, DateOnly PeriodEnd, DateTime DueAt, string State, int? FileId)
{
    public bool HasArrived => State == "loaded";

    /// <summary><c>2026-W46</c> or <c>2026-11-15</c>.</summary>
    public string PeriodName => PeriodStart.AddDays(1) == PeriodEnd
        ? PeriodStart.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : IsoWeek.Of(PeriodStart).ToString();
}
