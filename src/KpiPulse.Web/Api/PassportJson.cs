using System.Text.Json;
using System.Text.Json.Nodes;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Metrics.Passport;

namespace KpiPulse.Web.Api;

/// <summary>A number's passport, for the command line and the API alike.</summary>
internal static class PassportJson
{
    public static JsonObject Of(NumberPassport passport) => new()
    {
        ["metric"] = passport.Answer.Metric.Id,
        ["definition"] = passport.Answer.Metric.Definition,
        ["definition_version"] = passport.Answer.Metric.Version,
        ["aggregation"] = passport.Answer.Metric.Aggregation.ToString().ToLowerInvariant(),
        ["as_of"] = KpiJson.Instant(passport.Answer.AsOf),
        ["zone"] = passport.Answer.Zone,
        ["data_version"] = passport.DataVersion,
        ["filters"] = new JsonArray([.. passport.Answer.Question.Where.Select(filter => JsonValue.Create(filter.ToString()))]),
        ["numbers"] = new JsonArray([.. passport.Answer.Points.Select(KpiJson.RowOf)]),
        ["beside"] = new JsonObject(passport.Beside.Select(fact => KeyValuePair.Create(fact.What, (JsonNode?)fact.Value))),
        ["sql"] = passport.Sql,
        ["parameters"] = new JsonObject(passport.Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value))),
        ["models"] = new JsonArray([.. passport.Models.Select(model => JsonValue.Create(model))]),
        ["files"] = new JsonArray([.. passport.Files.Select(FileOf)]),
        ["weeks"] = new JsonArray([.. passport.Weeks.Select(WeekOf)]),
        ["last_restatement"] = passport.LastRestatement is { } last ? RestatementOf(last) : null,
        ["restatements"] = new JsonArray([.. passport.Restatements.Select(RestatementOf)]),
    };

    private static JsonObject FileOf(InputFile file) => new()
    {
        ["file_id"] = file.FileId,
        ["file_name"] = file.FileName,
        ["sha256"] = file.Sha256,
        ["source"] = file.SourceId,
        ["received_at"] = KpiJson.Instant(file.ReceivedAt),
        ["rows"] = file.RowCount,
    };

    private static JsonObject WeekOf(FrozenWeek week) => new()
    {
        ["week"] = week.Week.ToString(),
        ["state"] = week.State.ToString().ToLowerInvariant(),
        ["closes_at"] = KpiJson.Instant(week.DueAt),
        ["frozen_as_of"] = KpiJson.Instant(week.AsOf),
        ["frozen_at"] = KpiJson.Instant(week.FrozenAt),
        ["frozen_by"] = week.By,
    };

    private static JsonObject RestatementOf(Restatement restatement) => new()
    {
        ["week"] = restatement.Week.ToString(),
        ["market"] = restatement.Cell.Market,
        ["lob"] = restatement.Cell.Lob,
        ["basis"] = restatement.Cell.Basis,
        ["frozen"] = JsonSerializer.SerializeToNode(restatement.Frozen, KpiJson.Options),
        ["now"] = JsonSerializer.SerializeToNode(restatement.Now, KpiJson.Options),
        ["why"] = restatement.Why,
    };
}
