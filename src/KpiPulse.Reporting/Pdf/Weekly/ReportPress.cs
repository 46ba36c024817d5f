using System.Security.Cryptography;
using System.Text;
using KpiPulse.Metrics;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>A finished report: the PDF, and the manifest that lies in it and beside it.</summary>
public sealed record ReportFile(byte[] Pdf, ReportManifest Manifest)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Pdf));
}

/// <summary>Makes reports. The same request over the same data gives the same bytes.</summary>
public sealed class ReportPress(MetricEngine engine, WeeklyReportReader reader)
{
    /// <param name="inputs">The received files behind the week.</param>
    /// <exception cref="QuestionException">There is nothing to report; the message says why.</exception>
    public ReportFile Print(ReportRequest request, IReadOnlyList<ManifestInput> inputs)
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
            report.Status.IsProvisional ? "provisional" : "final",
            engine.DataVersion,
            request.Links?.Base.ToString(),
            ReportManifest.Named(request.Where),
            ReportManifest.Named(request.Scope.Limits),
            [.. report.Trends.Values.Select(trend => new ManifestMetric(trend.Metric.Id, trend.Metric.Version, trend.Metric.Definition))],
            inputs,
            paper.Pages,
            [.. paper.Figures.Select(ManifestFigure.Of)]);
        var pdf = PdfUpdate.Append(paper.Bytes, "en", report.AsOf, paper.Bookmarks, [new Attachment(ReportManifest.FileName, "application/json", Encoding.UTF8.GetBytes(manifest.ToJson()))]);
        return new ReportFile(pdf, manifest);
    }
}
