using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Web.Access;
using KpiPulse.Web.Pages;

namespace KpiPulse.Web.Publishing;

/// <summary>Reports as files: what the reader sees just now, and what was published.</summary>
internal static class ReportEndpoints
{
    private const string Pdf = "application/pdf";

    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/report.pdf", (HttpRequest request, Reader reader, MetricEngine engine, ReportPress press) =>
        {
            var view = View.Of(request.Query, engine.Dimensions, reader.Published(engine.DataSpan) is { } span ? IsoWeek.Of(span.LastDay) : new IsoWeek(2026, 1), engine.ReportingZone);
            var file = press.Print(new ReportRequest(view.Week) { Where = view.Where, Scope = reader.Scope, AsOf = view.AsOf, Links = Reports.Links(new Uri($"{request.Scheme}://{request.Host}")) });
            request.HttpContext.Response.Headers.ContentDisposition = $"inline; filename=\"{ReportShelf.NameOf(file.Manifest)}\"";
            return Results.Bytes(file.Pdf, Pdf);
        }).Needs(Capability.ReadRows).IsExport();
        endpoints.MapGet("/reports/{sha256:length(64)}.pdf", (string sha256, Reader reader, ReportSchedules schedules, ReportShelf shelf) =>
            schedules.Published(int.MaxValue).FirstOrDefault(report => report.Sha256 == sha256) is { } report && reader.Scope.Covers(report.Where) && shelf.Pdf(report) is { } pdf
                ? Results.Bytes(pdf, Pdf)
                : Results.NotFound()).Needs(Capability.ReadReports).IsExport();
        endpoints.MapGet("/reports/public-key.pem", (KpiPulse.Reporting.Pdf.Verify.ReportSeal seal) =>
            File.Exists(seal.PublicKeyPath) ? Results.Text(File.ReadAllText(seal.PublicKeyPath), "application/x-pem-file") : Results.NotFound()).WithMetadata(new SignedInOnlyAttribute());
    }
}
