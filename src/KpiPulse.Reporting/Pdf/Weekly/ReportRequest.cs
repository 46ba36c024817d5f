using KpiPulse.Metrics;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>What a report is about: enough to make the same one again.</summary>
public sealed record ReportRequest(IsoWeek Week)
{
    public IReadOnlyList<DimensionFilter> Where { get; init; } = [];

    public Scope Scope { get; init; } = Scope.Everything;

    /// <summary>UTC; null: the frozen instant of the week, or else all that the data knows (C8).</summary>
    public DateTime? AsOf { get; init; }

    /// <summary>Where the live pages are; null prints no links.</summary>
    public LiveLinks? Links { get; init; }
}

/// <summary>Addresses of the live pages.</summary>
/// <param name="Base">Written into the manifest, so that the same links are made again.</param>
public sealed record LiveLinks(Uri Base, Func<MetricQuestion, string> Metric, Func<IsoWeek, IReadOnlyList<DimensionFilter>, string> Week);
