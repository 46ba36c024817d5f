using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Passport;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Web.Access;
using KpiPulse.Web.Commands;
using KpiPulse.Web.Pages;

namespace KpiPulse.Web.Api;

/// <summary>The same questions as JSON and CSV.</summary>
internal static class KpiEndpoints
{
    public static void MapKpi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(OpenApiDocument.Path, (MetricEngine engine) => Json(OpenApiDocument.Of(engine.Dimensions))).WithMetadata(new SignedInOnlyAttribute());
        endpoints.MapGet("/api/kpi/{metric}", (string metric, HttpRequest request, Reader reader, MetricEngine engine, FrozenWeeks weeks) =>
            Json(Answer(QuestionOf(metric, request, engine, reader) with { AsReported = request.Query["asof"] == View.Reported }, reader, engine, weeks))).Needs(Capability.ReadNumbers);
        endpoints.MapGet("/api/passport/{metric}", (string metric, HttpRequest request, Reader reader, MetricEngine engine, PassportReader passports) =>
            Json(PassportJson.Of(passports.Of(QuestionOf(metric, request, engine, reader), reader.Scope)))).Needs(Capability.ReadRows);
        endpoints.MapGet("/api/tickets/{metric}", (string metric, string? outcome, HttpRequest request, Reader reader, MetricEngine engine) =>
            Json(KpiJson.Of(engine.Tickets(QuestionOf(metric, request, engine, reader) with { Grain = Grain.None, By = [] }, reader.Scope, TicketsCommand.OutcomeOf(outcome))))).Needs(Capability.ReadRows).IsExport();
        endpoints.MapGet("/api/explain/{metric}", (string metric, string? against, int? top, HttpRequest request, Reader reader, MetricEngine engine, RootCauseReader causes) =>
        {
            var answer = causes.Explain(QuestionOf(metric, request, engine, reader) with { Grain = Grain.None, By = [] }, Baseline.Parse(against), reader.Scope);
            return Json(ExplainJson.Of(answer, engine.Dimensions, top));
        }).Needs(Capability.ReadRows);
        endpoints.MapGet("/tickets.csv", (string metric, string? outcome, HttpRequest request, Reader reader, MetricEngine engine) =>
        {
            var page = engine.Tickets(QuestionOf(metric, request, engine, reader) with { Grain = Grain.None, By = [] }, reader.Scope, TicketsCommand.OutcomeOf(outcome));
            return Results.Text(TicketsCsv.Text(page.Rows), "text/csv; charset=utf-8");
        }).Needs(Capability.ReadRows).IsExport();
        endpoints.MapGet("/tickets.xlsx", (string metric, string? outcome, HttpRequest request, Reader reader, MetricEngine engine, TicketReader tickets) =>
        {
            var page = engine.Tickets(QuestionOf(metric, request, engine, reader) with { Grain = Grain.None, By = [] }, reader.Scope, TicketsCommand.OutcomeOf(outcome));
            return Results.File(TicketsXlsx.Of(page, tickets.UseOf(page.Rows, page.Question.AsOf)), TicketsXlsx.ContentType, $"{page.Metric.Id}.xlsx");
        }).Needs(Capability.ReadRows).IsExport();
    }

    private static System.Text.Json.Nodes.JsonObject Answer(MetricQuestion question, Reader reader, MetricEngine engine, FrozenWeeks weeks) =>
        KpiJson.Of(engine.Ask(question, reader.Scope), engine.Missing(question.Period), weeks);

    private static IResult Json(System.Text.Json.Nodes.JsonObject body) => Results.Text(body.ToJsonString(KpiJson.Options), "application/json; charset=utf-8");

    private static MetricQuestion QuestionOf(string metric, HttpRequest request, MetricEngine engine, Reader reader)
    {
        var latest = reader.Published(engine.DataSpan) is { } span ? IsoWeek.Of(span.LastDay) : new IsoWeek(2026, 1);
        var view = View.Of(request.Query, engine.Dimensions, latest, engine.ReportingZone);
        request.HttpContext.RequestServices.GetRequiredService<Trail>().AgentOpened(request.HttpContext, view.ValuesOf("agent"));
        var by = (request.Query["by"].FirstOrDefault() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var weeks = int.TryParse(request.Query["weeks"].FirstOrDefault(), out var asked) ? Math.Clamp(asked, 1, 520) : 1;
        return view.Question(metric) with { Period = Period.LastWeeks(view.Week, weeks), Grain = Grain.Week, By = by };
    }
}
