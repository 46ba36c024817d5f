using System.Diagnostics;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Web.Publishing;

/// <summary>Prints a week, signs it, puts it on the shelf and lists it.</summary>
public sealed class ReportPublisher(ReportPress press, ReportShelf shelf, ReportSchedules schedules, TimeProvider clock, IConfiguration configuration)
{
    /// <exception cref="QuestionException">There is nothing to report; the message says why.</exception>
    public ReportFile Publish(IsoWeek week, IReadOnlyList<DimensionFilter> where)
    {
        var watch = Stopwatch.StartNew();
        var file = press.Print(new ReportRequest(week) { Where = where, Scope = Scope.Published, Links = configuration["Address"] is { Length: > 0 } address ? Reports.Links(new Uri(address)) : null });
        shelf.Put(file);
        schedules.Publish(new PublishedReport(
            file.Sha256, week.ToString(), FiltersText(where), file.Manifest.State, file.Manifest.ToRequest(Reports.Links).AsOf!.Value, file.Manifest.DataVersion,
            file.Manifest.Pages, file.Manifest.Figures.Count, file.Pdf.Length, watch.Elapsed.TotalSeconds, clock.GetUtcNow().UtcDateTime));
        return file;
    }

    public static string FiltersText(IReadOnlyList<DimensionFilter> where) => where.Count == 0 ? PublishedReport.Everything : string.Join("; ", where.Select(filter => filter.ToString()));
}
