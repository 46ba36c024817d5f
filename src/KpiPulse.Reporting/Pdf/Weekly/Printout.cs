using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Review;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>A report on paper, and what its manifest says beside its figures.</summary>
/// <param name="AsOf">UTC.</param>
/// <param name="Summary">In words, as on page 1.</param>
internal sealed record Printout(PaperDocument Paper, DateTime AsOf, string Zone, bool IsProvisional, IEnumerable<MetricDefinition> Metrics, IReadOnlyList<InputFile> Inputs, string Summary);

/// <summary>What every page of a report says about itself.</summary>
internal static class ReportFrame
{
    public static readonly string Program = "KpiPulse " + typeof(ReportFrame).Assembly.GetName().Version!.ToString(3);

    /// <param name="name">What kind of report it is: <c>Weekly support report</c>.</param>
    /// <param name="state">Provisional or final.</param>
    public static PaperFrame Of(ReportRequest request, string name, string state, DateTime asOf, string zone)
    {
        var days = MetricText.Days(request.Days, WeeklyReport.Culture);
        var filters = FiltersOf([.. request.Where, .. request.Scope.Limits]);
        var local = ReportingZone.Of(zone).LocalTimeOf(asOf);
        return new PaperFrame(
            $"{name} {request.PeriodName}, {filters}",
            $"{request.PeriodName}, {days}, weeks in {zone}",
            request.Month is { } month
                ? string.Create(WeeklyReport.Culture, $"{name} · {month:MMMM yyyy}")
                : string.Create(WeeklyReport.Culture, $"{name} · Week {request.Week.Number} · {days}"),
            state,
            string.Create(WeeklyReport.Culture, $"{filters} · data as of {local:d MMM yyyy HH:mm} · weeks and times in {zone}"),
            Program,
            request.Links?.Week(request.Week, request.Where));
    }

    public static string StateOf(FrozenWeek frozen, WeekStatus status, DateTime asOf)
    {
        var state = !frozen.IsFrozen ? string.Create(WeeklyReport.Culture, $"◐ Provisional until {status.FinalOn:d MMM yyyy}")
            : frozen.AsOf == asOf ? $"Final, closed by {frozen.By}"
            : string.Create(WeeklyReport.Culture, $"As known at the instant below; closed by {frozen.By} with the data of {frozen.AsOf:d MMM yyyy}");
        return status.MissingText is { } missing ? $"{state} · {missing}" : state;
    }

    private static string FiltersOf(List<DimensionFilter> filters) => filters.Count == 0
        ? "all markets and lines of business"
        : string.Join("; ", filters.Select(filter => $"{filter.Dimension} {string.Join(", ", filter.Values.Select(MetricText.DimensionValue))}"));
}
