namespace KpiPulse.Metrics;

/// <summary>The instant and the zone that an answer is given for.</summary>
/// <param name="AsOf">UTC.</param>
/// <param name="IsLatest">All that the data knows is visible, so daily sums may answer.</param>
internal sealed record Moment(DateTime AsOf, bool IsLatest, ReportingZone Local, bool IsReportingZone)
{
    public string Zone => Local.Id;

    /// <summary>UTC of the local midnight that begins the day.</summary>
    public DateTime StartOf(DateOnly day) => day >= LastDay ? DateTime.MaxValue.AddYears(-2) : Local.StartOf(day);

    private static readonly DateOnly LastDay = new(9000, 1, 1);
}
