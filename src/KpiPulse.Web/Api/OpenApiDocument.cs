using System.Text.Json.Nodes;
using KpiPulse.Metrics;

namespace KpiPulse.Web.Api;

/// <summary>The JSON API as an OpenAPI document: with the metrics and dimensions that there are, not with those of some other day.</summary>
internal static class OpenApiDocument
{
    public const string Path = "/api/openapi.json";

    private static readonly (string Path, string Summary, string Answer, string[] Own)[] Operations =
    [
        ("/api/kpi/{metric}", "The numbers: value, numerator, denominator, interval, target and verdict by week and breakdown.", "Rows of numbers.", ["by", "weeks"]),
        ("/api/tickets/{metric}", "The tickets behind a number; count is exactly the number's own.", "Rows of tickets.", ["outcome"]),
        ("/api/explain/{metric}", "Why a rate changed: mix and rate, tested causes, what was not the cause.", "The explanation.", ["against", "top"]),
        ("/api/passport/{metric}", "Where a number comes from: definition, query, files, state of its weeks.", "The passport.", ["by", "weeks"]),
    ];

    private static readonly Dictionary<string, (string Type, string Text)> Words = new(StringComparer.Ordinal)
    {
        ["by"] = ("string", "Break down by these dimensions, parted by commas."),
        ["weeks"] = ("integer", "So many weeks up to the asked one; 1 to 520."),
        ["outcome"] = ("string", "missed, met or all."),
        ["against"] = ("string", "previous, four_week_mean, target or a week as 2026-W45."),
        ["top"] = ("integer", "At most so many causes."),
        ["week"] = ("string", "ISO week as 2026-W46; without it the latest with data."),
        ["asof"] = ("string", "As known at this instant (ISO 8601); without it the latest. Of /api/kpi also 'reported': closed weeks as they were reported."),
        ["zone"] = ("string", "IANA zone of days and weeks; without it the reporting zone."),
        ["basis"] = ("string", "Only rows of this basis."),
    };

    public static JsonObject Of(Dimensions dimensions) => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "KpiPulse",
            ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version!.ToString(3),
            ["description"] = "The questions of the pages as JSON, with the same answers and the same limits. snake_case; shares are 0–1; durations in minutes; instants ISO 8601; a rate without a denominator is null. What is outside of the reader's scope answers 404.",
        },
        ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "A personal token from the account page: kpp_…" } },
        },
        ["paths"] = new JsonObject(Operations.Select(operation => KeyValuePair.Create(operation.Path, (JsonNode?)new JsonObject { ["get"] = Of(operation, dimensions) }))),
    };

    private static JsonObject Of((string Path, string Summary, string Answer, string[] Own) operation, Dimensions dimensions) => new()
    {
        ["summary"] = operation.Summary,
        ["operationId"] = operation.Path.Split('/')[2],
        ["parameters"] = new JsonArray(
        [
            new JsonObject { ["name"] = "metric", ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. MetricCatalog.All.Select(metric => (JsonNode)metric.Id)]) } },
            .. operation.Own.Concat(["week", "asof", "zone", "basis"]).Select(name => (JsonNode)Parameter(name, Words[name].Type, Words[name].Text)),
            .. dimensions.All.Select(dimension => (JsonNode)Parameter(dimension.Id, "string", $"Only these values of {dimension.Label}, parted by commas; the empty value stands for none.")),
        ]),
        ["responses"] = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = operation.Answer, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } } },
            ["400"] = Problem("The question cannot be asked; detail says what to write instead."),
            ["401"] = Problem("No session and no token that works."),
            ["404"] = Problem("Not there, or not the reader's to see."),
        },
    };

    private static JsonObject Parameter(string name, string type, string text) =>
        new() { ["name"] = name, ["in"] = "query", ["description"] = text, ["schema"] = new JsonObject { ["type"] = type } };

    private static JsonObject Problem(string text) =>
        new() { ["description"] = text, ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } } };
}
