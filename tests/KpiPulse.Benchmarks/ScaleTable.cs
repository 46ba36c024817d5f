using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KpiPulse.Benchmarks;

/// <summary>What a figure is held against, in the same run: raw DuckDB, or the same work elsewhere.</summary>
internal sealed record Beside(string What, double Figure);

/// <summary>At 10 million tickets on two cores.</summary>
internal sealed record Target(double Limit, TargetOf Of);

internal enum TargetOf
{
    FigureAtMost,
    RatioAtMost,
    TimesFasterAtLeast,
}

/// <summary>One row of the table: a figure of each run, and what stands beside it.</summary>
internal sealed record Measure(string Name, string Unit, string? BesideWhat, Target? Target)
{
    public List<double> Figures { get; } = [];

    public List<double> Besides { get; } = [];

    /// <summary>Run by run: both sides met the same noise.</summary>
    public IReadOnlyList<double> Ratios => [.. Figures.Zip(Besides, (figure, beside) => Target?.Of == TargetOf.TimesFasterAtLeast ? beside / figure : figure / beside)];

    public bool? IsMet => Target switch
    {
        null => null,
        { Of: TargetOf.FigureAtMost } => Median(Figures) <= Target.Limit,
        { Of: TargetOf.RatioAtMost } => Median(Ratios) <= Target.Limit,
        _ => Median(Ratios) >= Target.Limit,
    };

    public static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

/// <summary>Figures of all runs, printed as median and spread, and as JSON with every run.</summary>
internal sealed class ScaleTable(long tickets, int runs)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    private readonly List<Measure> measures = [];

    public void Note(string name, string unit, double figure, Beside? beside = null, Target? target = null)
    {
        var measure = measures.Find(each => each.Name == name);
        if (measure is null)
            measures.Add(measure = new Measure(name, unit, beside?.What, target));
        measure.Figures.Add(figure);
        if (beside is not null)
            measure.Besides.Add(beside.Figure);

        // A run takes hours at the largest N: what it has measured is not lost with it.
        Console.Error.WriteLine($"{name}: {Number(figure)} {unit}{(beside is null ? "" : $", {beside.What}: {Number(beside.Figure)}")}");
    }

    public void Print()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tickets:N0} tickets, {Environment.ProcessorCount} cores, {runs} runs: median (least–most). Targets are those for 10,000,000 tickets on two cores."));
        Console.WriteLine($"{"",-48}{"KpiPulse",-26}{"beside it",-48}{"ratio",-22}target");
        foreach (var measure in measures)
        {
            var beside = measure.BesideWhat is null ? "" : $"{measure.BesideWhat}: {Text(measure.Besides)} {measure.Unit}";
            Console.WriteLine($"{measure.Name,-48}{Text(measure.Figures) + " " + measure.Unit,-26}{beside,-48}{(measure.Besides.Count == 0 ? "" : Text(measure.Ratios)),-22}{TargetText(measure)}");
        }
    }

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(new { tickets, cores = Environment.ProcessorCount, runs, measures }, Json));

    private static string TargetText(Measure measure) => measure.Target is not { } target ? "" : string.Create(CultureInfo.InvariantCulture,
        $"{(target.Of == TargetOf.TimesFasterAtLeast ? "≥" : "≤")} {target.Limit} {(target.Of == TargetOf.FigureAtMost ? measure.Unit : target.Of == TargetOf.RatioAtMost ? "×" : "× faster")}: {(measure.IsMet == true ? "met" : "missed")}");

    private static string Text(IReadOnlyList<double> values) =>
        values.Count == 1 ? Number(values[0]) : $"{Number(Measure.Median(values))} ({Number(values.Min())}–{Number(values.Max())})";

    private static string Number(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : value >= 0.1 ? "0.00" : "0.###", CultureInfo.InvariantCulture);
}
