using System.Diagnostics;
using KpiPulse.Metrics;

namespace KpiPulse.Benchmarks;

/// <summary>How long pages take to arrive over the loopback, in milliseconds: the server's time and a little more.</summary>
/// <param name="Fresh">Each asked for the first time since the data changed.</param>
internal sealed record PageTimes(string Page, IReadOnlyList<double> Fresh, IReadOnlyList<double> Warm)
{
    public const int Weeks = 13;
    private const int RoundsAtLeast = 10;

    /// <summary>Ten rounds of a page that takes some milliseconds are over in less than a second: one collection in it would be its p95.</summary>
    private static readonly TimeSpan WarmAtLeast = TimeSpan.FromSeconds(5);

    public static readonly IReadOnlyList<string> Pages = ["Week", "Metric", "Why", "Tickets"];

    private static readonly string[] Metrics = ["csat", "sla_first_reply"];

    public static IReadOnlyList<IsoWeek> RecentWeeks { get; } = [.. Enumerable.Range(0, Weeks).Select(back => TicketExport.LastWeek.AddWeeks(-back))];

    public static string Pdf(IsoWeek week) => $"/report.pdf?week={week}";

    /// <summary>The page's addresses, of 13 weeks and, but for Week which shows all of them, of two metrics.</summary>
    public static IEnumerable<(string Metric, IsoWeek Week, string Path)> Addresses(string page) => RecentWeeks.SelectMany(week => Metrics.Take(page == "Week" ? 1 : 2).Select(metric => (metric, week, PathOf(page, metric, week))));

    public static async Task<PageTimes> Of(HttpClient client, string page)
    {
        var paths = Addresses(page).Select(address => address.Path).ToList();

        // Compiling the page is no part of its cost.
        await Ask(client, PathOf(page, Metrics[0], TicketExport.LastWeek.AddWeeks(-Weeks)));
        List<double> fresh = [], warm = [];
        foreach (var path in paths)
            fresh.Add(await Ask(client, path));
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < RoundsAtLeast || watch.Elapsed < WarmAtLeast; round++)
        {
            foreach (var path in paths)
                warm.Add(await Ask(client, path));
        }

        return new PageTimes(page, fresh, warm);
    }

    public static async Task<double> Ask(HttpClient client, string path)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await client.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        return watch.Elapsed.TotalMilliseconds;
    }

    public static double At(IEnumerable<double> times, double share)
    {
        var sorted = times.Order().ToList();
        return sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }

    private static string PathOf(string page, string metric, IsoWeek week) => page switch
    {
        "Week" => $"/week/{week}",
        "Metric" => $"/metric/{metric}?week={week}",
        "Why" => $"/why/{metric}?week={week}",
        _ => $"/tickets?metric={metric}&week={week}",
    };
}
