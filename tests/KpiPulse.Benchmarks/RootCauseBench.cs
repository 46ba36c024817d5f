using System.Globalization;
using System.Text.Json;
using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Benchmarks;

/// <summary>
/// Explains every case of a labelled set and writes the answers in the scorer's format: through real ingestion and the warehouse, or,
/// where a line stands for many tickets or <c>--through leaves</c> asks for it, from leaves summed in memory.
/// </summary>
internal static class RootCauseBench
{
    public static int Run(Arguments arguments)
    {
        var predictions = new SortedDictionary<string, object>(StringComparer.Ordinal);
        var timings = new List<Cost>();
        foreach (var benchCase in RootCauseCase.ReadAll(arguments.Subject))
        {
            var (answer, leaves) = arguments.Optional("through") != "leaves" && CaseWarehouse.Takes(arguments.Subject, benchCase)
                ? ThroughWarehouse(arguments, benchCase, timings)
                : FromLeaves(arguments, benchCase, timings);
            var seconds = timings[^1].Wall;
            predictions[benchCase.CaseId] = Prediction(answer, benchCase.Better == "lower" ? -1 : 1, seconds, leaves);
            Console.WriteLine(Line(benchCase.CaseId, answer, seconds, leaves));
        }

        File.WriteAllText(arguments.Required("out"), JsonSerializer.Serialize(predictions));
        Console.WriteLine(Summary("seconds to explain", timings.Select(timing => timing.Wall)));
        Console.WriteLine(Summary("processor seconds to explain", timings.Select(timing => timing.Cpu)));
        return 0;
    }

    private static (Explanation Answer, int Leaves) ThroughWarehouse(Arguments arguments, RootCauseCase benchCase, List<Cost> timings)
    {
        using var warehouse = new CaseWarehouse(arguments.Subject, benchCase);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{benchCase.CaseId} ingested in {warehouse.IngestSeconds:0.0}s"));
        RootCauseAnswer? answer = null;
        for (var run = int.Parse(arguments.Optional("runs") ?? "1", CultureInfo.InvariantCulture); run > 0; run--)
            timings.Add(Cost.Of(() => answer = warehouse.Explain()));
        var found = answer?.Explanation ?? throw new InvalidDataException($"{benchCase.CaseId}: {answer?.CannotTell}");
        return (answer.IsImprovement ? found with { Causes = [], Verdict = MoveVerdict.None } : AsInFile(found), 0);
    }

    private static (Explanation Answer, int Leaves) FromLeaves(Arguments arguments, RootCauseCase benchCase, List<Cost> timings)
    {
        var leaves = CaseLeaves.Read(arguments.Subject, benchCase);
        var options = Options(arguments.All("set"));
        Explanation? answer = null;
        timings.Add(Cost.Of(() => answer = RootCauseEngine.Explain(leaves, benchCase.Better == "lower" ? Concern.Rise : Concern.Fall, options)));
        return (answer!, leaves.Count);
    }

    private static Explanation AsInFile(Explanation found) => found with
    {
        Causes = [.. found.Causes.Select(cause => cause with
        {
            Where = CaseWarehouse.AsInFile(cause.Where),
            Trigger = cause.Trigger is { } trigger ? trigger with { Where = CaseWarehouse.AsInFile(trigger.Where) } : null,
        })],
    };

    private static string Summary(string what, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return string.Create(CultureInfo.InvariantCulture,
            $"{what}: median {sorted[sorted.Length / 2]:0.000}, p95 {sorted[(int)(sorted.Length * 0.95)]:0.000}, max {sorted[^1]:0.000}");
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
