using KpiPulse.Metrics;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Passport;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Web.Commands;
using KpiPulse.Web.Pages;

namespace KpiPulse.Web.Api;

/// <summary>The same questions as JSON and CSV.</summary>
internal static class KpiEndpoints
{
    public static void MapKpi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/kpi/{metric}", (string metric, HttpRequest request, MetricEngine engine, FrozenWeeks weeks) =>
            Json(Answer(QuestionOf(metric, request, engine), engine, weeks)));
        endpoints.MapGet("/api/passport/{metric}", (string metric, HttpRequest request, MetricEngine engine, PassportReader passports) =>
            Json(PassportJson.Of(passports.Of(QuestionOf(metric, request, engine), Scope.Everything))));
        endpoints.MapGet("/api/tickets/{metric}", (string metric, string? outcome, HttpRequest request, MetricEngine engine) =>
            Json(KpiJson.Of(engine.Tickets(QuestionOf(metric, request, engine) with { Grain = Grain.None, By = [] }, Scope.Everything, TicketsCommand.OutcomeOf(outcome)))));
        endpoints.MapGet("/api/explain/{metric}", (string metric, string? against, int? top, HttpRequest request, MetricEngine engine, RootCauseReader causes) =>
        {
            var answer = causes.Explain(QuestionOf(metric, request, engine) with { Grain = Grain.None, By = [] }, Baseline.Parse(against), Scope.Everything);
            return Json(ExplainJson.Of(answer, engine.Dimensions, top));
        });
        endpoints.MapGet("/tickets.csv", (string metric, string? outcome, HttpRequest request, MetricEngine engine) =>
        {
            var page = engine.Tickets(QuestionOf(metric, request, engine) with { Grain = Grain.None, By = [] }, Scope.Everything, TicketsCommand.OutcomeOf(outcome));
            return Results.Text(TicketsCsv.Text(page.Rows), "text/csv; charset=utf-8");
        });
        endpoints.MapGet("/tickets.xlsx", (string metric, string? outcome, HttpRequest request, MetricEngine engine, TicketReader tickets) =>
        {
            var page = engine.Tickets(QuestionOf(metric, request, engine) with { Grain = Grain.None, By = [] }, Scope.Everything, TicketsCommand.OutcomeOf(outcome));
            return Results.File(TicketsXlsx.Of(page, tickets.UseOf(page.Rows, page.Question.AsOf)), TicketsXlsx.ContentType, $"{metric}.xlsx");
        });
    }

    private static System.Text.Json.Nodes.JsonObject Answer(MetricQuestion question, MetricEngine engine, FrozenWeeks weeks) =>
        KpiJson.Of(engine.Ask(question, Scope.Everything), engine.Missing(question.Period), weeks);

    private static IResult Json(System.Text.Json.Nodes.JsonObject body) => Results.Text(body.ToJsonString(KpiJson.Options), "application/json; charset=utf-8");

    private static MetricQuestion QuestionOf(string metric, HttpRequest request, MetricEngine engine)
    {
        var latest = engine.DataSpan is { } span ? IsoWeek.Of(span.LastDay) : new IsoWeek(2026, 1);
        var view = View.Of(request.Query, engine.Dimensions, latest);
        var by = (request.Query["by"].FirstOrDefault() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var weeks = int.TryParse(request.Query["weeks"].FirstOrDefault(), out var asked) ? Math.Clamp(asked, 1, 520) : 1;
        return view.Question(metric) with { Period = Period.LastWeeks(view.Week, weeks), Grain = Grain.Week, By = by };
    }
}
