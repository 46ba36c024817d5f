using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Completeness;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Tickets;

namespace KpiPulse.Web.Api;

/// <summary>The answers of <c>interface.md</c>, for the command line and the API alike.</summary>
internal static class KpiJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = false,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>A week of the reporting zone says whether it is closed; any other period does not know (C9).</summary>
    /// <param name="missing">Files that were due for the answer's period and have not come.</param>
    public static JsonObject Of(MetricAnswer answer, IReadOnlyList<ExpectedFile> missing, FrozenWeeks weeks)
    {
        var body = Of(answer, missing);
        if (answer.Question.Grain != Grain.Week || answer.Zone != weeks.Zone)
            return body;

        var closed = weeks.All.Select(week => week.Week.FirstDay).ToHashSet();
        foreach (var (row, point) in body["rows"]!.AsArray().Zip(answer.Points))
            row!["state"] = point.PeriodStart is { } start && closed.Contains(start) ? "frozen" : "provisional";
        body["state"] = answer.Points.Count > 0 && answer.Points.All(point => point.PeriodStart is { } start && closed.Contains(start)) ? "frozen" : "provisional";
        return body;
    }

    private static JsonObject Of(MetricAnswer answer, IReadOnlyList<ExpectedFile> missing) => new()
    {
        ["metric"] = answer.Metric.Id,
        ["unit"] = UnitOf(answer.Metric.Unit),
        ["definition"] = answer.Metric.Definition,
        ["definition_version"] = answer.Metric.Version,
        ["as_of"] = Instant(answer.AsOf),
        ["zone"] = answer.Zone,
        ["missing_files"] = new JsonArray([.. missing.Select(file => (JsonNode)new JsonObject { ["source"] = file.SourceId, ["period"] = file.PeriodName, ["due_at"] = Instant(file.DueAt), ["state"] = file.State })]),
        ["rows"] = new JsonArray([.. answer.Points.Select(RowOf)]),
    };

    public static JsonObject Of(TicketPage page) => new()
    {
        ["metric"] = page.Metric.Id,
        ["outcome"] = page.Outcome.ToString().ToLowerInvariant(),
        ["count"] = page.Count,
        ["rows"] = new JsonArray([.. page.Rows.Select(row => (JsonNode)RowOf(row))]),
    };

    /// <summary>ISO 8601 with offset.</summary>
    public static string? Instant(DateTime? utc) => utc?.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);

    public static string UnitOf(MetricUnit unit) => unit switch
    {
        MetricUnit.Share => "share",
        MetricUnit.Score5 => "score_1_5",
        MetricUnit.Score100 => "score_0_100",
        MetricUnit.Minutes => "minutes",
        _ => "tickets",
    };

    public static JsonNode RowOf(MetricPoint point)
    {
        var row = new JsonObject { ["period"] = point.Period };
        foreach (var (dimension, value) in point.Dimensions)
            row[dimension] = value;
        row["value"] = point.Value;
        row["numerator"] = point.Numerator;
        row["denominator"] = point.Denominator;
        row["low"] = point.Low;
        row["high"] = point.High;
        row["target"] = point.Target;
        row["status"] = point.Status;
        row["verdict"] = point.Verdict;
        row["basis"] = point.Basis;
        return row;
    }

    private static JsonObject RowOf(TicketRow row)
    {
        var json = JsonSerializer.SerializeToNode(row, Options)!.AsObject();
        json["attributed_at"] = Instant(row.AttributedAt);
        json["created_at"] = Instant(row.CreatedAt);
        json["solved_at"] = Instant(row.SolvedAt);
        return json;
    }
}
