using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Metrics.RootCause;
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
            Printed(request, press, Seen(request, reader, engine) with { Zone = null, Basis = null })).Needs(Capability.ReadRows).IsExport();
        endpoints.MapGet("/metric/{id}.pdf", (string id, HttpRequest request, Reader reader, MetricEngine engine, ReportPress press) => MetricCatalog.Find(id) is null
            ? Results.NotFound()
            : Printed(request, press, Seen(request, reader, engine) with { Kind = ReportKind.Metric, Metric = id })).Needs(Capability.ReadRows).IsExport();
        endpoints.MapGet("/why/{id}.pdf", (string id, string? against, string? by, HttpRequest request, Reader reader, MetricEngine engine, ReportPress press) => MetricCatalog.Find(id) is null
            ? Results.NotFound()
            : Printed(request, press, Seen(request, reader, engine) with { Kind = ReportKind.Why, Metric = id, Against = against is null ? Baseline.FourWeekMean : Baseline.Parse(against), By = by })).Needs(Capability.ReadRows).IsExport();
        endpoints.MapGet("/reports/{sha256:length(64)}.pdf", (string sha256, Reader reader, ReportSchedules schedules, ReportShelf shelf) =>
            schedules.Published(int.MaxValue).FirstOrDefault(report => report.Sha256 == sha256) is { } report && reader.Scope.Covers(report.Where) && shelf.Pdf(report) is { } pdf
                ? Results.Bytes(pdf, Pdf)
                : Results.NotFound()).Needs(Capability.ReadReports).IsExport();
        endpoints.MapGet("/reports/public-key.pem", (KpiPulse.Reporting.Pdf.Verify.ReportSeal seal) =>
            File.Exists(seal.PublicKeyPath) ? Results.Text(File.ReadAllText(seal.PublicKeyPath), "application/x-pem-file") : Results.NotFound()).WithMetadata(new SignedInOnlyAttribute());
    }

    /// <summary>What the reader has on screen: week, filters, instant, zone and basis.</summary>
    private static ReportRequest Seen(HttpRequest request, Reader reader, MetricEngine engine)
    {
        var view = View.Of(request.Query, engine.Dimensions, reader.Published(engine.DataSpan) is { } span ? IsoWeek.Of(span.LastDay) : new IsoWeek(2026, 1), engine.ReportingZone);
        return new ReportRequest(view.Week) { Where = view.Where, Scope = reader.Scope, AsOf = view.AsOf, Zone = view.Zone, Basis = view.Basis, Links = Reports.Links(new Uri($"{request.Scheme}://{request.Host}")) };
    }

    private static IResult Printed(HttpRequest request, ReportPress press, ReportRequest seen)
    {
        var file = press.Print(seen);
        request.HttpContext.Response.Headers.ContentDisposition = $"inline; filename=\"{ReportShelf.NameOf(file.Manifest)}\"";
        return Results.Bytes(file.Pdf, Pdf);
    }
}
