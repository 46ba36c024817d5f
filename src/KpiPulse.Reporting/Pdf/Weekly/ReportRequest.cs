using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Reporting.Pdf.Weekly;

public enum ReportKind
{
    /// <summary>The week on eight pages and a table.</summary>
    Weekly,

    /// <summary>A month in the same parts.</summary>
    Monthly,

    /// <summary>One metric, as its page shows it.</summary>
    Metric,

    /// <summary>Why one metric moved, as its page shows it.</summary>
    Why,
}

/// <summary>What a report is about: enough to make the same one again.</summary>
public sealed record ReportRequest(IsoWeek Week)
{
    public ReportKind Kind { get; init; }

    /// <summary>The first day of the month that a monthly report is about; null for the others.</summary>
    public DateOnly? Month { get; init; }

    /// <summary>What a report of one metric is about; null for the others.</summary>
    public string? Metric { get; init; }

    public IReadOnlyList<DimensionFilter> Where { get; init; } = [];

    public Scope Scope { get; init; } = Scope.Everything;

    /// <summary>UTC; null: the frozen instant of the week, or else all that the data knows (C8).</summary>
    public DateTime? AsOf { get; init; }

    /// <summary>IANA; null: the reporting zone. Reports of one metric may have another.</summary>
    public string? Zone { get; init; }

    public string? Basis { get; init; }

    /// <summary>What the week is compared with when the report says why.</summary>
    public Baseline Against { get; init; } = Baseline.FourWeekMean;

    /// <summary>The dimension that a why is walked by; null for the first that splits it.</summary>
    public string? By { get; init; }

    /// <summary>Where the live pages are; null prints no links.</summary>
    public LiveLinks? Links { get; init; }

    public static ReportRequest OfMonth(DateOnly month) => new(IsoWeek.Of(month.AddMonths(1).AddDays(-1))) { Kind = ReportKind.Monthly, Month = month };

    /// <summary><c>2026-W46</c>, or <c>2026-10</c>.</summary>
    public string PeriodName => Month is { } month ? Grains.LabelOf(month, Grain.Month) : Week.ToString();

    public Period Days => Month is { } month ? new Period(month, month.AddMonths(1)) : Week.Days;

    /// <summary>The question behind a number of this report.</summary>
    public MetricQuestion Question(string metric, DateTime asOf, IReadOnlyList<DimensionFilter>? cell = null, string? basis = null) => new(metric)
    {
        Period = Days,
        Where = Narrowed(cell ?? []),
        AsOf = asOf,
        Zone = Zone,
        Basis = basis,
    };

    /// <summary>A cell inside the report's filters; where both fix a dimension, the cell's value counts.</summary>
    public IReadOnlyList<DimensionFilter> Narrowed(IReadOnlyList<DimensionFilter> cell) =>
        [.. Where.Where(filter => cell.All(own => own.Dimension != filter.Dimension)), .. cell];
}

/// <summary>Addresses of the live pages.</summary>
/// <param name="Base">Written into the manifest, so that the same links are made again.</param>
public sealed record LiveLinks(Uri Base, Func<MetricQuestion, string> Metric, Func<IsoWeek, IReadOnlyList<DimensionFilter>, string> Week);
