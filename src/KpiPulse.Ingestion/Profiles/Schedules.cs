using System.Text.Json;

namespace KpiPulse.Ingestion.Profiles;

/// <summary>
/// <c>sources/expected.json</c> of the data folder: when files are due, by a person's word. It wins over what a profile says; null means
/// that nothing is expected.
/// </summary>
internal static class Schedules
{
    public const string FileName = "expected.json";

    private static readonly JsonSerializerOptions Readable = new(SourceProfile.Plain) { WriteIndented = true };

    /// <exception cref="ProfileException">Names file and fault.</exception>
    public static IReadOnlyDictionary<string, SchedulePart?> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return new Dictionary<string, SchedulePart?>();

        try
        {
            var schedules = JsonSerializer.Deserialize<Dictionary<string, SchedulePart?>>(File.ReadAllBytes(path), SourceProfile.Plain) ?? [];
            return schedules.FirstOrDefault(schedule => schedule.Value?.Fault is not null) is { Value.Fault: { } fault } faulty
                ? throw new ProfileException($"{path}, '{faulty.Key}': {fault}.")
                : schedules;
        }
        catch (JsonException failure)
        {
            throw new ProfileException($"{path}, line {failure.LineNumber + 1}: {failure.Message.Split(" Path: ")[0]} sources/README.md shows what a schedule can say.", failure);
        }
    }

    public static void Write(string folder, IReadOnlyDictionary<string, SchedulePart?> schedules)
    {
        Directory.CreateDirectory(folder);
        DurableFiles.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(schedules.OrderBy(schedule => schedule.Key, StringComparer.Ordinal).ToDictionary(), Readable));
    }
}
