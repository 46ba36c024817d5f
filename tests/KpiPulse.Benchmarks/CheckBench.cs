using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KpiPulse.Testing;
using KpiPulse.Warehouse;

namespace KpiPulse.Benchmarks;

/// <summary>
/// Ratios to raw DuckDB at a small N, held against <c>baseline.json</c>. They are of processor time, each side's least of several rounds: what else the
/// machine does adds to both, and slows down neither. A ratio that fails is measured again before it counts.
/// </summary>
internal sealed class CheckBench(string folder)
{
    private const long Tickets = 40_000;
    private const int Rounds = 2;
    private const int FurtherRounds = 2;
    private const int PagesAsked = 4;
    private const int ClosedWeeks = 4;
    private const double MostWorse = 1.25;
    private const double MuchBetter = 0.75;

    /// <summary>Below it, a side is repeated: one reading would be mostly noise.</summary>
    private const double LeastSeconds = 0.3;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly string BaselinePath = Repository.Folder("tests/KpiPulse.Benchmarks/baseline.json");

    private readonly TicketExport export = new(folder, Tickets);
    private readonly WarehouseOptions limits = new() { DataFolder = folder };
    private readonly Dictionary<string, (double Ours, double Raw)> least = new(StringComparer.Ordinal);
    private string group = "";
    private readonly Dictionary<string, string> groupOf = new(StringComparer.Ordinal);

    private sealed record Baseline(long Tickets, IReadOnlyDictionary<string, double> Ratios);

    public static async Task<int> Run(string[] words)
    {
        if (Environment.ProcessorCount > 1)
            return await OnOneProcessor(words);

        Environment.SetEnvironmentVariable("KPIPULSE_MEMORY_LIMIT", "1GB");
        using var folder = new TempFolder();
        var check = new CheckBench(folder.Path);
        if (words is ["--write"])
        {
            await check.Measure(Rounds + FurtherRounds, check.Groups.Keys);
            await File.WriteAllTextAsync(BaselinePath, JsonSerializer.Serialize(new Baseline(Tickets, check.Ratios.ToDictionary(pair => pair.Key, pair => Math.Round(pair.Value, 3))), Json) + "\n");
            check.Print(check.Ratios);
            return 0;
        }

        var baseline = JsonSerializer.Deserialize<Baseline>(await File.ReadAllTextAsync(BaselinePath), Json)!.Ratios;
        await check.Measure(Rounds, check.Groups.Keys);
        for (var further = 0; further < FurtherRounds && check.Worse(baseline).ToList() is { Count: > 0 } worse; further++)
        {
            Console.WriteLine($"measured again: {string.Join(", ", worse)}");
            await check.Measure(1, worse.Select(name => check.groupOf[name]).Distinct().ToList());
        }

        check.Print(baseline);
        return check.Worse(baseline).Any() ? 1 : 0;
    }

    /// <summary>Threads that wait for one another burn time wherever the machine is busy with something else (a third more, measured), and ratios would depend on the number of cores.</summary>
    private static async Task<int> OnOneProcessor(string[] words)
    {
        var start = OwnProcess.Of(["check", .. words]);
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private Dictionary<string, Func<Task>> Groups => new(StringComparer.Ordinal) { ["load"] = MeasureLoad, ["week"] = MeasureWeek, ["pages"] = MeasurePages };

    private Dictionary<string, double> Ratios => least.ToDictionary(pair => pair.Key, pair => pair.Value.Ours / pair.Value.Raw, StringComparer.Ordinal);

    private string Prepared => Path.Combine(folder, "prepared");

    private string Loaded => Path.Combine(folder, "data");

    private string RawPath => Path.Combine(folder, "raw.duckdb");

    private async Task Measure(int rounds, IReadOnlyCollection<string> groups)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var name in groups)
            {
                group = name;
                await Groups[name]();
            }
        }
    }

    private IEnumerable<string> Worse(IReadOnlyDictionary<string, double> baseline) => Ratios.Where(pair => baseline.TryGetValue(pair.Key, out var before) && pair.Value > MostWorse * before).Select(pair => pair.Key);

    private void Note(string name, double ours, double raw)
    {
        groupOf[name] = group;
        least[name] = least.TryGetValue(name, out var before) ? (Math.Min(before.Ours, ours), Math.Min(before.Raw, raw)) : (ours, raw);
    }

    private Task MeasureLoad()
    {
        if (!Directory.Exists(Prepared))
            LoadBench.Prepare(Prepared);
        var data = Path.Combine(folder, "loading");
        LoadBench.Copy(Prepared, data);
        using (var raw = new RawDuckDb(RawPath, limits))
        {
            var rawCost = Cost.Of(() => raw.Load(export.History));
            var cost = LoadBench.Load(data, [export.History], close: false);
            Note("ingest / raw create table as", cost.Cpu, rawCost.Cpu);
            Note("size on disk / CSV", new FileInfo(LoadBench.DatabaseOf(data)).Length, TicketExport.BytesOf(export.History));
        }

        if (Directory.Exists(Loaded))
        {
            Directory.Delete(data, recursive: true);
        }
        else
        {
            // A page of a closed week reads its signed numbers too. Those of the others wait for half a minute after a start; pages are done by then.
            LoadBench.Close(data, [.. PageTimes.RecentWeeks.Take(ClosedWeeks)]);
            Directory.Move(data, Loaded);
        }

        return Task.CompletedTask;
    }

    private Task MeasureWeek()
    {
        var data = Path.Combine(folder, "week");
        LoadBench.Copy(Prepared, data);
        var onNothing = LoadBench.Load(data, [export.FurtherWeek(1)], close: false);
        Directory.Delete(data, recursive: true);
        LoadBench.Copy(Loaded, data);
        var onTop = LoadBench.Load(data, [export.FurtherWeek(1)], close: false);
        Directory.Delete(data, recursive: true);
        Note("one more week / on top of nothing", onTop.Cpu, onNothing.Cpu);
        return Task.CompletedTask;
    }

    private async Task MeasurePages()
    {
        using var raw = new RawDuckDb(RawPath, limits);
        await using var app = await RunningApp.Start(TimeProvider.System, data =>
        {
            Directory.Delete(data);
            LoadBench.Copy(Loaded, data);
        });
        while ((await app.Anonymous.GetAsync("/health/ready")).StatusCode != System.Net.HttpStatusCode.OK)
            await Task.Delay(10);

        foreach (var page in PageTimes.Pages)
        {
            var addresses = PageTimes.Addresses(page).Take(PagesAsked).ToList();
            var asked = Repeated(() => addresses.ForEach(address => raw.Ask(page, address.Metric, address.Week)));
            // One of another week beforehand: compiling the page is no part of its cost.
            await PageTimes.Ask(app.Client, PageTimes.Addresses(page).Last().Path);
            var fresh = await Cost.Of(AskAll);
            var warm = await Repeated(AskAll);
            Note($"{page}, first asked / raw", fresh.Cpu, asked.Cpu);
            Note($"{page}, warm / raw", warm.Cpu, asked.Cpu);

            async Task AskAll()
            {
                foreach (var address in addresses)
                    await PageTimes.Ask(app.Client, address.Path);
            }
        }

        var week = PageTimes.RecentWeeks[0];
        var rawWeek = Repeated(() => raw.Ask("Week", "csat", week));
        Note("PDF of a week / raw Week", (await Cost.Of(() => PageTimes.Ask(app.Client, PageTimes.Pdf(week)))).Cpu, rawWeek.Cpu);
    }

    private static Cost Repeated(Action work)
    {
        var (sum, times) = (default(Cost), 0);
        for (; sum.Cpu < LeastSeconds; times++)
            sum += Cost.Of(work);
        return sum / times;
    }

    private static async Task<Cost> Repeated(Func<Task> work)
    {
        var (sum, times) = (default(Cost), 0);
        for (; sum.Cpu < LeastSeconds; times++)
            sum += await Cost.Of(work);
        return sum / times;
    }

    private void Print(IReadOnlyDictionary<string, double> baseline)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Tickets:N0} tickets, one thread; seconds of processor time, the least of several rounds"));
        Console.WriteLine($"{"",-36}{"ours",12}{"beside it",12}{"ratio",10}{"baseline",10}{"change",9}");
        foreach (var (name, (ours, raw)) in least)
        {
            var before = baseline.TryGetValue(name, out var kept) ? kept : (double?)null;
            var change = ours / raw / before - 1;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36}{ours,12:0.000}{raw,12:0.000}{ours / raw,10:0.00}{before,10:0.00}{change,9:+0 %;-0 %}{(change > MostWorse - 1 ? "  WORSE" : "")}"));
        }

        if (baseline.Any(pair => Ratios.TryGetValue(pair.Key, out var now) && now < MuchBetter * pair.Value) || Ratios.Keys.Except(baseline.Keys).Any())
            Console.WriteLine("Some ratios are much better than the baseline, or not in it. `KpiPulse.Benchmarks check --write` renews tests/KpiPulse.Benchmarks/baseline.json; commit it.");
    }
}
