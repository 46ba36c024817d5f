using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Benchmarks;

/// <summary>Explains every case of a labelled set and writes the answers in the scorer's format.</summary>
internal static class RootCauseBench
{
    public static int Run(Arguments arguments)
    {
        var options = Options(arguments.All("set"));
        var predictions = new SortedDictionary<string, object>(StringComparer.Ordinal);
        var seconds = new List<double>();
        var processorSeconds = new List<double>();
        foreach (var benchCase in RootCauseCase.ReadAll(arguments.Subject))
        {
            var leaves = CaseLeaves.Read(arguments.Subject, benchCase);
            var processor = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            var answer = RootCauseEngine.Explain(leaves, benchCase.Better == "lower" ? Concern.Rise : Concern.Fall, options);
            seconds.Add(clock.Elapsed.TotalSeconds);
            processorSeconds.Add((Environment.CpuUsage.TotalTime - processor).TotalSeconds);
            predictions[benchCase.CaseId] = Prediction(answer, benchCase.Better == "lower" ? -1 : 1, seconds[^1], leaves.Count);
            Console.WriteLine(Line(benchCase.CaseId, answer, seconds[^1], leaves.Count));
        }

        File.WriteAllText(arguments.Required("out"), JsonSerializer.Serialize(predictions));
        Console.WriteLine(Summary("seconds per case", seconds));
        Console.WriteLine(Summary("processor seconds per case", processorSeconds));
        return 0;
    }

    private static string Summary(string what, List<double> values)
    {
        values.Sort();
        return string.Create(CultureInfo.InvariantCulture,
            $"{what}: median {values[values.Count / 2]:0.000}, p95 {values[(int)(values.Count * 0.95)]:0.000}, max {values[^1]:0.000}");
    }

    /// <summary>The scorer counts a harm as negative, whichever way the metric is better.</summary>
    private static object Prediction(Explanation answer, int sign, double seconds, int leafCount) => new
    {
        explanations = answer.Causes.Select(cause => new
        {
            element = cause.Where,
            kind = cause.Kind == CauseKind.Rate ? "rate" : "mix",
            score = Math.Abs(cause.Z),
            delta_pts = 100 * sign * cause.Contribution,
            status = cause.Status.ToString(),
            trigger = cause.Trigger?.Where,
        }),
        verdict = Lower(answer.Verdict),
        delta_rate_pts = 100 * sign * answer.Split.RateEffect,
        delta_mix_pts = 100 * sign * answer.Split.MixEffect,
        seconds,
        leaves = leafCount,
        gate_z = answer.Gate.Z,
    };

    private static string Line(string caseId, Explanation answer, double seconds, int leafCount) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{caseId} {Lower(answer.Verdict)} {seconds:0.000}s leaves {leafCount} gate {answer.Gate.Z:0.0} rate {100 * answer.Split.RateEffect:0.00} mix {100 * answer.Split.MixEffect:0.00}")
        + string.Concat(answer.Causes.Select(cause => string.Create(CultureInfo.InvariantCulture,
            $" | {(cause.Kind == CauseKind.Rate ? "" : "MIX ")}{string.Join("&", cause.Where.Select(pair => pair.Key + "=" + pair.Value))} {100 * cause.Contribution:0.00} z{cause.Z:0.0} {cause.Status}")));

    private static string Lower(MoveVerdict verdict) => verdict switch
    {
        MoveVerdict.Rate => "rate",
        MoveVerdict.Mix => "mix",
        MoveVerdict.Both => "both",
        _ => "none",
    };

    private static RootCauseOptions Options(IEnumerable<string> settings)
    {
        var options = new RootCauseOptions();
        foreach (var setting in settings)
        {
            var (name, value) = (setting.Split('=')[0], setting.Split('=')[1]);
            var property = typeof(RootCauseOptions).GetProperty(name)
                ?? throw new ArgumentException($"There is no option {name}.");
            property.SetValue(options, Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));
        }

        return options;
    }
}
