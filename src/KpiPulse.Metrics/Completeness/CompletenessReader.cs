using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Completeness;

/// <summary>Whether the files that were due for a period have come. Numbers over a period that lacks one can still change.</summary>
public sealed class CompletenessReader(KpiWarehouse warehouse)
{
    private const int PeriodsKept = 500;

    // Every page asks, and reading it was most of what a page took that was asked for before.
    private readonly KeptReadings<Period, IReadOnlyList<ExpectedFile>> known = new(PeriodsKept);

    /// <summary>Every file due for the days, in order of source and period; empty where no source has a schedule. Of the present minute: a file is late from its due minute on.</summary>
    public IReadOnlyList<ExpectedFile> Expected(Period days)
    {
        var now = warehouse.Clock.GetUtcNow().UtcDateTime;
        var minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        return known.Get(days, (warehouse.Edition, minute), () =>
        {
            using var session = warehouse.Read();
            return session.Query<ExpectedFile>("expected_files", new { now = minute, from = days.Start, until = days.End });
        });
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
