using System.Text.Json;
using KpiPulse.Testing;

namespace KpiPulse.Benchmarks;

/// <summary>The baseline: ratios that were committed; more is worse.</summary>
internal sealed record CommittedRatios(long Tickets, IReadOnlyDictionary<string, double> Ratios)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static string PathInRepository => Repository.Folder("tests/KpiPulse.Benchmarks/baseline.json");

    /// <exception cref="InvalidOperationException">It is of another number of tickets.</exception>
    public static CommittedRatios Read(long tickets)
    {
        var kept = JsonSerializer.Deserialize<CommittedRatios>(File.ReadAllText(PathInRepository), Json)!;
        return kept.Tickets == tickets ? kept : throw new InvalidOperationException($"{PathInRepository} is of {kept.Tickets} tickets and the check of {tickets}. Renew it with `check --write`.");
    }

    public void Write() => File.WriteAllText(PathInRepository, JsonSerializer.Serialize(this, Json) + "\n");
}
