namespace KpiPulse.Benchmarks;

/// <summary>One thing to act on, then --names with a value each; a name may be given more than once.</summary>
internal sealed class Arguments(string[] words)
{
    public string Subject => words.Length > 0 && !words[0].StartsWith("--", StringComparison.Ordinal)
        ? words[0]
        : throw new ArgumentException("Name what to work on first, e.g. a folder of cases.");

    public string Required(string name) =>
        All(name).LastOrDefault() ?? throw new ArgumentException($"--{name} is missing.");

    public string? Optional(string name) => All(name).LastOrDefault();

    public IEnumerable<string> All(string name)
    {
        for (var i = 0; i + 1 < words.Length; i++)
        {
            if (words[i] == "--" + name)
                yield return words[i + 1];
        }
    }
}
