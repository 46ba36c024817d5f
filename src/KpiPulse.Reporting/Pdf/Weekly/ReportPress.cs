using System.Security.Cryptography;
using System.Text;
using KpiPulse.Metrics;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>A finished report: the PDF, and the manifest that lies in it and beside it.</summary>
/// <param name="Summary">The week in words, as on page 1.</param>
public sealed record ReportFile(byte[] Pdf, ReportManifest Manifest, string Summary)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Pdf));
}

/// <summary>Makes reports. The same request over the same data gives the same bytes.</summary>
public sealed class ReportPress(MetricEngine engine, WeeklyReportReader reader)
{
    /// <exception cref="QuestionException">There is nothing to report; the message says why.</exception>
    public ReportFile Print(ReportRequest request)
    {
        var report = reader.Read(request);
        var paper = WeeklyPaper.Print(report);
        var manifest = new ReportManifest(
            ReportManifest.FormatName,
            WeeklyPaper.Program,
            "weekly",
            report.Week.ToString(),
            report.Zone,
            ReportManifest.InstantText(report.AsOf),
            report.IsProvisional ? "provisional" : "final",
            engine.DataVersion,
            request.Links?.Base.ToString(),
            ReportManifest.Named(request.Where),
            ReportManifest.Named(request.Scope.Limits),
            [.. report.Trends.Values.Select(trend => new ManifestMetric(trend.Metric.Id, trend.Metric.Version, trend.Metric.Definition))],
            [.. report.Inputs.Select(input => new ManifestInput(input.FileName, input.Sha256, input.SourceId))],
            paper.Pages,
            [.. paper.Figures.Select(ManifestFigure.Of)],
            request.Scope.SeesRows ? null : Scope.FewestTickets);
        var pdf = PdfUpdate.Append(paper.Bytes, "en", report.AsOf, paper.Bookmarks, [new Attachment(ReportManifest.FileName, "application/json", Encoding.UTF8.GetBytes(manifest.ToJson()))]);
        return new ReportFile(pdf, manifest, SummaryPage.Text(report));
    }
}
