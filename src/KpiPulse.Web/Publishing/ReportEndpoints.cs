using KpiPulse.Metrics;
using KpiPulse.Metrics.Delivery;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Web.Pages;

namespace KpiPulse.Web.Publishing;

/// <summary>Reports as files: what the reader sees just now, and what was published.</summary>
internal static class ReportEndpoints
{
    private const string Pdf = "application/pdf";

    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/report.pdf", (HttpRequest request, MetricEngine engine, ReportPress press) => Printed(request, press, Seen(request, engine) with { Zone = null, Basis = null }));
        endpoints.MapGet("/metric/{id}.pdf", (string id, HttpRequest request, MetricEngine engine, ReportPress press) => MetricCatalog.Find(id) is null
            ? Results.NotFound()
            : Printed(request, press, Seen(request, engine) with { Kind = ReportKind.Metric, Metric = id }));
        endpoints.MapGet("/why/{id}.pdf", (string id, string? against, string? by, HttpRequest request, MetricEngine engine, ReportPress press) => MetricCatalog.Find(id) is null
            ? Results.NotFound()
            : Printed(request, press, Seen(request, engine) with { Kind = ReportKind.Why, Metric = id, Against = against is null ? Baseline.FourWeekMean : Baseline.Parse(against), By = by }));
        endpoints.MapGet("/reports/{sha256:length(64)}.pdf", (string sha256, ReportSchedules schedules, ReportShelf shelf, HttpResponse response) =>
            schedules.Published(int.MaxValue).FirstOrDefault(report => report.Sha256 == sha256) is { } report && shelf.Pdf(report) is { } pdf
                ? Results.Bytes(pdf, Pdf)
                : Results.NotFound());
        endpoints.MapGet("/reports/public-key.pem", (KpiPulse.Reporting.Pdf.Verify.ReportSeal seal) =>
            File.Exists(seal.PublicKeyPath) ? Results.Text(File.ReadAllText(seal.PublicKeyPath), "application/x-pem-file") : Results.NotFound());
    }

    /// <summary>What the reader has on screen: week, filters, instant, zone and basis.</summary>
    private static ReportRequest Seen(HttpRequest request, MetricEngine engine)
    {
        var view = View.Of(request.Query, engine.Dimensions, engine.DataSpan is { } span ? IsoWeek.Of(span.LastDay) : new IsoWeek(2026, 1));
        return new ReportRequest(view.Week) { Where = view.Where, AsOf = view.AsOf, Zone = view.Zone, Basis = view.Basis, Links = Reports.Links(new Uri($"{request.Scheme}://{request.Host}")) };
    }

    private static IResult Printed(HttpRequest request, ReportPress press, ReportRequest seen)
    {
        var file = press.Print(seen);
        request.HttpContext.Response.Headers.ContentDisposition = $"inline; filename=\"{ReportShelf.NameOf(file.Manifest)}\"";
        return Results.Bytes(file.Pdf, Pdf);
    }
}
