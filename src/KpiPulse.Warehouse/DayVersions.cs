namespace KpiPulse.Warehouse;

/// <param name="DataUntil">UTC; null while empty.</param>
/// <param name="Days">Which data version changed what last.</param>
internal sealed record WarehouseState(long DataVersion, DateTime? DataUntil, DayVersions Days);

/// <summary>A day of the reporting zone on which a metric's observations changed: came, went, became visible.</summary>
/// <param name="Metric">The <c>metric</c> value of the rows.</param>
internal readonly record struct MetricDay(string Metric, DateOnly Day);

/// <summary>
/// The data version that changed a metric's day last, as far as this process saw it. What was read of days that did not change since is still so,
/// whatever came in for other days: a batch of this week leaves the answers about last year alone. Never changes itself.
/// </summary>
internal sealed class DayVersions
{
    private readonly long everything;
    private readonly Dictionary<string, Dictionary<DateOnly, long>> touched;

    private DayVersions(long everything, Dictionary<string, Dictionary<DateOnly, long>> touched)
    {
        this.everything = everything;
        this.touched = touched;
    }

    /// <summary>Every day of every metric may have changed with this version.</summary>
    public static DayVersions AllOf(long version) => new(version, []);

    public DayVersions With(IEnumerable<MetricDay> changed, long version)
    {
        var after = touched.ToDictionary(StringComparer.Ordinal);
        foreach (var metric in changed.GroupBy(day => day.Metric, StringComparer.Ordinal))
        {
            var days = after.TryGetValue(metric.Key, out var known) ? new Dictionary<DateOnly, long>(known) : [];
            foreach (var day in metric)
                days[day.Day] = version;
            after[metric.Key] = days;
        }

        return new DayVersions(everything, after);
    }

    /// <returns>The latest version that changed one of these days of the metric.</returns>
    /// <param name="end">The day after the last one.</param>
    public long Of(string metric, DateOnly start, DateOnly end)
    {
        var latest = everything;
        if (touched.TryGetValue(metric, out var days))
        {
            foreach (var (day, version) in days)
            {
                if (version > latest && start <= day && day < end)
                    latest = version;
            }
        }

        return latest;
    }
}
