using System.Globalization;
using System.Text.Json.Nodes;
using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Web.Api;

/// <summary><c>explain</c> of <c>interface.md</c>, for the command line and the API alike.</summary>
internal static class ExplainJson
{
    /// <param name="top">At most so many causes; null: all.</param>
    public static JsonObject Of(RootCauseAnswer answer, Dimensions dimensions, int? top)
    {
        var text = new CauseText(answer, dimensions, CultureInfo.InvariantCulture);
        var found = answer.Explanation;
        return new JsonObject
        {
            ["metric"] = answer.Metric.Id,
            ["week"] = answer.Week.ToString(),
            ["against"] = answer.Against.ToString(),
            ["against_weeks"] = new JsonArray([.. answer.BaselineWeeks.Select(week => (JsonNode)week.ToString())]),
            ["basis"] = answer.Question.Basis,
            ["before"] = found is null ? null : answer.Against.Kind == BaselineKind.Target ? Of(found.Before.Rate, null, null) : Of(found.Before),
            ["after"] = found is null ? Of(answer.Point?.Value, answer.Point?.Numerator, answer.Point?.Denominator) : Of(found.After),
            ["change"] = found?.Split.Change,
            ["mix_effect"] = found?.Split.MixEffect,
            ["rate_effect"] = found?.Split.RateEffect,
            ["verdict"] = found is null ? "none" : found.Verdict.ToString().ToLowerInvariant(),
            ["usual_low"] = found?.Gate.Low,
            ["usual_high"] = found?.Gate.High,
            ["is_within_usual_variation"] = found is null ? null : !found.Gate.IsExceeded,
            ["is_diffuse"] = found?.IsDiffuse,
            ["headline"] = text.Headline(),
            ["statement"] = text.Verdict(),
            ["causes"] = new JsonArray([.. (found?.Causes ?? []).Take(top ?? int.MaxValue).Select(cause => (JsonNode)Of(cause, answer, text))]),
            ["unexplained_rate"] = found?.UnexplainedRate,
            ["unexplained_mix"] = found?.UnexplainedMix,
            ["rejected"] = new JsonArray([.. (found?.Rejected ?? []).Select(Of)]),
            ["left_out"] = new JsonArray([.. answer.LeftOut.Select(left => (JsonNode)new JsonObject { ["dimension"] = left.Dimension, ["reason"] = left.Reason })]),
        };
    }

    private static JsonObject Of(Cause cause, RootCauseAnswer answer, CauseText text) => new()
    {
        ["where"] = Of(cause.Where),
        ["kind"] = cause.Kind == CauseKind.Rate ? "rate" : "mix",
        ["contribution"] = cause.Contribution,
        ["contribution_low"] = cause.ContributionLow,
        ["contribution_high"] = cause.ContributionHigh,
        ["share_of_change"] = cause.ShareOfChange,
        ["before"] = answer.Against.Kind == BaselineKind.Target ? Of(cause.Before.Rate, null, null) : Of(cause.Before),
        ["after"] = Of(cause.After),
        ["status"] = CauseText.StatusName(cause.Status),
        ["p_value"] = cause.PValue,
        ["tickets"] = (long)cause.After.N,
        ["statement"] = $"{text.NameOf(cause.Where)}: {text.Statement(cause)}",
        ["equivalents"] = new JsonArray([.. cause.Equivalents.Select(other => (JsonNode)new JsonObject { ["where"] = Of(other.Where), ["overlap"] = other.Overlap })]),
        ["tests"] = new JsonArray([.. cause.Tests.Select(test => (JsonNode)new JsonObject { ["name"] = test.Name, ["passed"] = test.IsPassed, ["p_value"] = test.PValue, ["detail"] = test.Detail })]),
    };

    private static JsonNode Of(RejectedHypothesis rejected) => new JsonObject
    {
        ["where"] = Of(rejected.Where),
        ["kind"] = rejected.Kind == CauseKind.Rate ? "rate" : "mix",
        ["contribution"] = rejected.Contribution,
        ["p_value"] = rejected.PValue,
        ["status"] = CauseText.StatusName(ClaimStatus.NotSupported),
        ["reason"] = rejected.Reason,
    };

    private static JsonObject Of(IReadOnlyDictionary<string, string> where) => new([.. where.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);

    private static JsonObject Of(Measured measured) => Of(measured.Rate, measured.Y, measured.N);

    private static JsonObject Of(double? value, double? numerator, double? denominator) => new() { ["value"] = value, ["numerator"] = numerator, ["denominator"] = denominator };
}
