using System.Net;
using KpiPulse.Testing;
using KpiPulse.Warehouse;

namespace KpiPulse.Benchmarks;

/// <summary>What a piece of work cost, ours and what stands beside it, in processor seconds or MB, one right after the other.</summary>
/// <param name="Group">What has to be measured again for it.</param>
internal sealed record Ratio(string Name, string Group, double Ours, double Beside)
{
    public double Value => Ours / Beside;
}

/// <summary>The figures of <see cref="ScaleBench"/> that are ratios, at a small N, in this process.</summary>
internal sealed class SmallRatios(string folder)
{
    public const long Tickets = 40_000;
    /// <summary>Each several times, apart from one another: a neighbour that comes and goes does not meet all of them.</summary>
    public static readonly IReadOnlyList<string> Groups = ["load", "week", "pages", "week", "load", "pages", "week", "pages"];

    /// <summary>Addresses of a page that are asked one after the other, and then of the raw file.</summary>
    private const int PagesAsked = 4;
    private const int PairsOfAPage = 3;
    private const int Reports = 3;

    /// <summary>What is over sooner is repeated: one reading would be mostly noise.</summary>
    private const double EnoughSeconds = 0.15;

    private readonly TicketExport export = new(folder, Tickets);
    private readonly WarehouseOptions limits = new() { DataFolder = folder };
    private readonly List<Ratio> measured = [];

    /// <summary>
    /// Of each name the pair in the middle. On a busy machine both sides of a pair are dear, and the least of each would compare the luckiest moment of what
    /// is short and often repeated with a usual one of what can be asked only once: up to half more, seen.
    /// </summary>
    public IReadOnlyCollection<Ratio> All =>
        [.. measured.GroupBy(ratio => ratio.Name).Select(rounds => rounds.OrderBy(ratio => ratio.Value).ElementAt((rounds.Count() - 1) / 2))];

    /// <summary>An empty warehouse with its reference data.</summary>
    private string Prepared => Path.Combine(folder, "prepared");

    private string Loaded => Path.Combine(folder, "data");

    private string Raw => Path.Combine(folder, "raw.duckdb");

    public Task Measure(string group)
    {
        switch (group)
        {
            case "load":
                Load(group);
                return Task.CompletedTask;
            case "week":
                LoadWeek(group);
                return Task.CompletedTask;
            default:
                return AskPages(group);
        }
    }

    private void Load(string group)
    {
        if (!Directory.Exists(Prepared))
            LoadBench.Prepare(Prepared);
        var data = Copy(Prepared);
        using (var raw = new RawDuckDb(Raw, limits))
        {
            var beside = Cost.Of(() => raw.Load(export.History));
            var cost = LoadBench.Load(data, [export.History], close: false);
            Note("ingest / raw create table as", group, cost.Cpu, beside.Cpu);
        }

        Note("size on disk / CSV", group, new FileInfo(LoadBench.DatabaseOf(data)).Length / 1e6, TicketExport.BytesOf(export.History) / 1e6);
        if (Directory.Exists(Loaded))
        {
            Directory.Delete(data, recursive: true);
            return;
        }

        // A page of a closed week reads its signed numbers too, and the application would close the weeks while it is measured.
        LoadBench.Close(data);
        Directory.Move(data, Loaded);
    }

    private void LoadWeek(string group) =>
        Note("one more week / on top of nothing", group, WeekOn(Loaded), WeekOn(Prepared));

    private double WeekOn(string warehouse)
    {
        var data = Copy(warehouse);
        var cost = LoadBench.Load(data, [export.FurtherWeek(1)], close: false);
        Directory.Delete(data, recursive: true);
        return cost.Cpu;
    }

    private async Task AskPages(string group)
    {
        using var raw = new RawDuckDb(Raw, limits);
        await using var app = await RunningApp.Start(TimeProvider.System, data =>
        {
            Directory.Delete(data);
            LoadBench.Copy(Loaded, data);
        });
        while ((await app.Anonymous.GetAsync("/health/ready")).StatusCode != HttpStatusCode.OK)
            await Task.Delay(10);

        foreach (var page in PageTimes.Pages)
        {
            // One of another week beforehand: compiling the page is no part of its cost.
            await PageTimes.Ask(app.Client, PageTimes.Addresses(page).Last().Path);
            foreach (var addresses in PageTimes.Addresses(page).Chunk(PagesAsked).Take(PairsOfAPage))
            {
                var first = (await Cost.Of(AskAll)).Cpu;
                var beside = await Middle(() => Task.Run(() => Array.ForEach(addresses, address => raw.Ask(page, address.Metric, address.Week))));
                Note($"{page}, first asked / raw", group, first, beside);
                Note($"{page}, warm / raw", group, await Middle(AskAll), beside);

                async Task AskAll()
                {
                    foreach (var address in addresses)
                        await PageTimes.Ask(app.Client, address.Path);
                }
            }
        }

        await PageTimes.Ask(app.Client, PageTimes.Pdf(PageTimes.RecentWeeks[^1]));
        foreach (var week in PageTimes.RecentWeeks.Take(Reports))
        {
            var report = (await Cost.Of(() => PageTimes.Ask(app.Client, PageTimes.Pdf(week)))).Cpu;
            Note("PDF of a week / raw Week", group, report, await Middle(() => Task.Run(() => raw.Ask("Week", "csat", week))));
        }
    }

    private string Copy(string warehouse)
    {
        var data = Path.Combine(folder, "copy");
        LoadBench.Copy(warehouse, data);
        return data;
    }

    private static async Task<double> Middle(Func<Task> work)
    {
        var costs = new List<double>();
        while (costs.Sum() < EnoughSeconds)
            costs.Add((await Cost.Of(work)).Cpu);
        return PageTimes.At(costs, 0.5);
    }

    private void Note(string name, string group, double ours, double beside) => measured.Add(new Ratio(name, group, ours, beside));
}
