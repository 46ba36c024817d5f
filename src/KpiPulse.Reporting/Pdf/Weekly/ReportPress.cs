using System.Security.Cryptography;
using System.Text;
using KpiPulse.Metrics;
using KpiPulse.Reporting.Pdf.Monthly;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>A finished report: the PDF, and the manifest that lies in it and beside it.</summary>
/// <param name="Summary">The week in words, as on page 1.</param>
public sealed record ReportFile(byte[] Pdf, ReportManifest Manifest, string Summary)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Pdf));
}

/// <summary>Makes reports. The same request over the same data gives the same bytes.</summary>
public sealed class ReportPress(MetricEngine engine, WeeklyReportReader weekly, MonthlyReportReader monthly, ViewPapers views)
{
    /// <exception cref="QuestionException">There is nothing to report; the message says why.</exception>
    public ReportFile Print(ReportRequest request)
    {
        RequireData(request);
        var printout = request.Kind switch
        {
            ReportKind.Monthly => MonthlyPaper.Print(monthly.Read(request)),
            ReportKind.Metric => views.OfMetric(request),
            ReportKind.Why => views.OfWhy(request),
            _ => WeeklyPaper.Print(weekly.Read(request)),
        };
        var manifest = ManifestOf(request, printout);
        var pdf = PdfUpdate.Append(printout.Paper.Bytes, "en", printout.AsOf, printout.Paper.Bookmarks, [new Attachment(ReportManifest.FileName, "application/json", Encoding.UTF8.GetBytes(manifest.ToJson()))]);
        return new ReportFile(pdf, manifest, printout.Summary);
    }

    private void RequireData(ReportRequest request)
    {
        if (engine.DataUntil is null || engine.DataSpan is not { } span)
            throw new QuestionException("Nothing has been loaded yet: there is nothing to report. Load exports first with `kpipulse ingest`.");
        if (span.Intersect(request.Days) is null)
            throw new QuestionException($"{request.PeriodName} has no data. The data reaches from {IsoWeek.Of(span.Start)} to {IsoWeek.Of(span.LastDay)}.");
    }

    private ReportManifest ManifestOf(ReportRequest request, Printout printout) => new(
        ReportManifest.FormatName,
        ReportFrame.Program,
        request.Kind,
        request.PeriodName,
        printout.Zone,
        ReportManifest.InstantText(printout.AsOf),
        printout.IsProvisional ? "provisional" : "final",
        engine.DataVersion,
        request.Links?.Base.ToString(),
        ReportManifest.Named(request.Where),
        ReportManifest.Named(request.Scope.Limits),
        [.. printout.Metrics.Select(metric => new ManifestMetric(metric.Id, metric.Version, metric.Definition))],
        [.. printout.Inputs.Select(input => new ManifestInput(input.FileName, input.Sha256, input.SourceId))],
        printout.Paper.Pages,
        [.. printout.Paper.Figures.Select(ManifestFigure.Of)],
        request.Scope.SeesRows ? null : Scope.FewestTickets)
    {
        View = request.Metric is null ? null : new ManifestView(request.Metric, request.Kind == ReportKind.Why ? request.Against.ToString() : null, request.By, request.Zone, request.Basis),
    };
}
