using System.Diagnostics;
using System.Globalization;
using KpiPulse.Testing;

namespace KpiPulse.Benchmarks;

/// <summary>
/// <see cref="SmallRatios"/> held against the committed baseline. They are of processor time, of which the machine's other work has the least. A ratio that
/// fails is measured again before it counts.
/// </summary>
internal static class CheckBench
{
    private const int FurtherRounds = 3;
    private const double MostWorse = 1.25;
    private const double MuchBetter = 0.75;

    public static async Task<int> Run(string[] words)
    {
        if (Environment.ProcessorCount > 1)
            return await Calmly(words);

        Environment.SetEnvironmentVariable("KPIPULSE_MEMORY_LIMIT", "1GB");
        using var folder = new TempFolder();
        var ratios = new SmallRatios(folder.Path);
        if (words is ["--write"])
        {
            // Twice: what is committed is to be in the middle.
            await Measure(ratios);
            await Measure(ratios);
            new CommittedRatios(SmallRatios.Tickets, ratios.All.ToDictionary(ratio => ratio.Name, ratio => Math.Round(ratio.Value, 3))).Write();
        }
        else
        {
            await Measure(ratios);
        }

        var baseline = CommittedRatios.Read(SmallRatios.Tickets);
        for (var further = 0; further < FurtherRounds && Worse(ratios, baseline) is [_, ..] worse; further++)
        {
            Console.WriteLine($"measured again: {string.Join(", ", worse.Select(ratio => ratio.Name))}");
            foreach (var group in worse.Select(ratio => ratio.Group).Distinct())
                await ratios.Measure(group);
        }

        Print(ratios, baseline);
        return Worse(ratios, baseline).Count == 0 ? 0 : 1;
    }

    /// <summary>
    /// On one processor: threads that wait for one another burn time wherever the machine is busy with something else (a third more, measured), and ratios
    /// would depend on the number of cores. Without tiers of compilation and a collector beside: which methods were compiled once more, and when, made a
    /// chart twice as dear in one run as in the next.
    /// </summary>
    private static async Task<int> Calmly(string[] words)
    {
        var start = OwnProcess.Of(["check", .. words]);
        foreach (var (name, value) in ((string, string)[])[("PROCESSOR_COUNT", "1"), ("TieredCompilation", "0"), ("gcConcurrent", "0")])
            start.Environment["DOTNET_" + name] = value;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task Measure(SmallRatios ratios)
    {
        foreach (var group in SmallRatios.Groups)
            await ratios.Measure(group);
    }

    private static List<Ratio> Worse(SmallRatios ratios, CommittedRatios baseline) =>
        [.. ratios.All.Where(ratio => baseline.Ratios.TryGetValue(ratio.Name, out var before) && ratio.Value > MostWorse * before)];

    private static void Print(SmallRatios ratios, CommittedRatios baseline)
    {
        var worse = Worse(ratios, baseline);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{SmallRatios.Tickets:N0} tickets, one thread; processor seconds or MB, the middle of several rounds"));
        Console.WriteLine($"{"",-36}{"ours",10}{"beside it",12}{"ratio",10}{"baseline",12}{"change",10}");
        foreach (var ratio in ratios.All)
        {
            var before = baseline.Ratios.TryGetValue(ratio.Name, out var kept) ? kept : (double?)null;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ratio.Name,-36}{ratio.Ours,10:0.000}{ratio.Beside,12:0.000}{ratio.Value,10:0.00}{before,12:0.00}{ratio.Value / before - 1,10:+0 %;-0 %;0 %}{(worse.Contains(ratio) ? "  worse by more than 25 %" : "")}"));
        }

        if (ratios.All.Any(ratio => !baseline.Ratios.TryGetValue(ratio.Name, out var before) || ratio.Value < MuchBetter * before))
            Console.WriteLine("A ratio is much better than its baseline, or has none. `KpiPulse.Benchmarks check --write` renews tests/KpiPulse.Benchmarks/baseline.json, which is committed.");
    }
}
