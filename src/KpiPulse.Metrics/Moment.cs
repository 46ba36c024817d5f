using KpiPulse.Warehouse;

namespace KpiPulse.Metrics;

/// <summary>The instant and the zone that an answer is given for.</summary>
/// <param name="State">What was published when the question was put.</param>
/// <param name="AsOf">UTC.</param>
/// <param name="IsLatest">All that the data knows is visible, so daily sums may answer.</param>
internal sealed record Moment(WarehouseState State, DateTime AsOf, bool IsLatest, ReportingZone Local, bool IsReportingZone)
{
    /// <summary>The last data version that changed rows which the metric counts in these days. A level counts all that came before, too.</summary>
    public long VersionOf(MetricDefinition metric, Period? days)
    {
        if (days is not { } asked)
            return State.DataVersion;

        // Days of another zone begin and end within a day of the reporting zone's.
        var margin = IsReportingZone ? 0 : 1;
        return State.Days.Of(metric.Rows, metric.Aggregation == Aggregation.Level ? DateOnly.MinValue : asked.Start.AddDays(-margin), asked.End.AddDays(margin));
    }

    public string Zone => Local.Id;

    /// <summary>UTC of the local midnight that begins the day.</summary>
    public DateTime StartOf(DateOnly day) => day >= LastDay ? DateTime.MaxValue.AddYears(-2) : Local.StartOf(day);

    private static readonly DateOnly LastDay = new(9000, 1, 1);
}
