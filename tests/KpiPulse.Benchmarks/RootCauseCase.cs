using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiPulse.Benchmarks;

/// <summary>What the program may see of a benchmark case; a line of cases.json.</summary>
internal sealed record RootCauseCase(
    [property: JsonPropertyName("case_id")] string CaseId,
    [property: JsonPropertyName("kpi")] string Kpi,
    [property: JsonPropertyName("baseline")] string Baseline,
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("base_week")] string BaseWeek,
    [property: JsonPropertyName("cur_week")] string CurrentWeek,
    [property: JsonPropertyName("better")] string Better)
{
    /// <summary>Earlier weeks in the file, oldest first, where the case has any.</summary>
    [JsonPropertyName("history_weeks")]
    public IReadOnlyList<string> HistoryWeeks { get; init; } = [];

    public static IReadOnlyList<RootCauseCase> ReadAll(string folder) =>
        JsonSerializer.Deserialize<RootCauseCase[]>(System.IO.File.ReadAllText(Path.Combine(folder, "cases.json")))!;
}
