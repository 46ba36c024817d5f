using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Completeness;

/// <summary>Whether the files that were due for a period have come. Numbers over a period that lacks one can still change.</summary>
public sealed class CompletenessReader(KpiWarehouse warehouse)
{
    /// <summary>Every file due for the days, in order of source and period; empty where no source has a schedule.</summary>
    public IReadOnlyList<ExpectedFile> Expected(Period days)
    {
        using var session = warehouse.Read();
        return session.Query<ExpectedFile>("expected_files", new { now = warehouse.Clock.GetUtcNow().UtcDateTime, from = days.Start, until = days.End });
    }

    /// <summary>Rows that no number counts (I3).</summary>
    public RowsSetAside SetAside()
    {
        using var session = warehouse.Read();
        return session.Query<RowsSetAside>("rows_set_aside")[0];
    }

    /// <summary>Those of them that have not come or were refused.</summary>
    public IReadOnlyList<ExpectedFile> Missing(Period days) => [.. Expected(days).Where(file => !file.HasArrived)];
}
