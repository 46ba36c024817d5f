using System.Globalization;
using System.Text.Json;

namespace KpiPulse.Benchmarks;

/// <summary>Writes labelled cases of another model of the world: ticket counts, cases.json and truth.json.</summary>
internal static class RootCauseGenerate
{
    private static readonly string[] Kinds =
        [.. Repeat("rate1", 40), .. Repeat("rate2", 15), .. Repeat("rate3", 5), .. Repeat("mix", 15), .. Repeat("null", 25)];

    private static readonly string[] WeekNames =
        [.. Enumerable.Range(0, DriftingWorld.Weeks).Select(week => WeekName(DriftingWorld.Weeks - 1 - week))];

    public static int Run(Arguments arguments)
    {
        if (arguments.Required("world") != "drifting")
            throw new ArgumentException("The only world here is: drifting.");
        var folder = Directory.CreateDirectory(arguments.Required("out")).FullName;
        var seed = int.Parse(arguments.Required("seed"), CultureInfo.InvariantCulture);
        var (cases, truths) = (new List<object>(), new List<object>());
        for (var i = 0; i < int.Parse(arguments.Required("cases"), CultureInfo.InvariantCulture); i++)
        {
            var random = new Random(seed * 10_007 + i);
            var caseId = string.Create(CultureInfo.InvariantCulture, $"d{seed}_{i:000}");
            var kind = arguments.Optional("kind") ?? Kinds[i * 37 % 100];
            var isFew = i % 4 == 3;
            var better = i % 3 == 2 ? "lower" : "higher";
            var drawn = Draw(random, kind, isFew);
            Write(Path.Combine(folder, caseId + ".csv"), drawn, better);
            cases.Add(new { case_id = caseId, kpi = "sla", baseline = "wow", file = caseId + ".csv", base_week = "W-1", cur_week = "W", better, history_weeks = WeekNames[..^1] });
            truths.Add(DriftingTruth.Of(caseId, kind, drawn));
            Console.WriteLine($"{caseId} {kind}{(isFew ? " few" : "")}");
        }

        File.WriteAllText(Path.Combine(folder, "cases.json"), JsonSerializer.Serialize(cases));
        File.WriteAllText(Path.Combine(folder, "truth.json"), JsonSerializer.Serialize(truths));
        return 0;
    }

    private static DriftingCase Draw(Random random, string kind, bool isFew)
    {
        while (true)
        {
            var (low, high) = isFew ? (5e5, 2e7) : (8e3, 4e5);
            if (DriftingCase.Draw(random, kind, isFew, low * Math.Pow(high / low, random.NextDouble())) is { } drawn)
                return drawn;
        }
    }

    /// <summary>One line per leaf, week and outcome; sla_met holds the numerator of the metric, which counts misses when lower is better.</summary>
    private static void Write(string path, DriftingCase drawn, string better)
    {
        using var writer = new StreamWriter(path);
        var names = drawn.World.Names;
        writer.WriteLine($"week,{string.Join(',', names)},sla_met,tickets");
        for (var week = 0; week < drawn.Weeks.Count; week++)
        {
            for (var leaf = 0; leaf < drawn.World.Leaves.Length; leaf++)
            {
                var (n, misses) = (drawn.Weeks[week].N[leaf], drawn.Weeks[week].Misses[leaf]);
                var values = string.Join(',', drawn.World.Leaves[leaf].Select((code, d) => DriftingWorld.ValueName(names[d], code)));
                var hits = better == "lower" ? misses : n - misses;
                if (hits > 0)
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{WeekNames[week]},{values},1,{hits}"));
                if (n > hits)
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{WeekNames[week]},{values},0,{n - hits}"));
            }
        }
    }

    private static string WeekName(int back) => back == 0 ? "W" : "W-" + back.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Repeat(string kind, int times) => Enumerable.Repeat(kind, times);
}
