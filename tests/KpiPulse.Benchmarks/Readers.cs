namespace KpiPulse.Benchmarks;

/// <summary>Sixteen people who turn from page to page, Week and Metric, over a connection each.</summary>
internal static class Readers
{
    public const int Count = 16;

    /// <summary>They read until the work is done.</summary>
    /// <param name="pause">After each page; zero keeps every core busy by itself.</param>
    /// <returns>Milliseconds, and answers that were none.</returns>
    public static async Task<(double P99, int Errors)> During(ServedProgram program, TimeSpan pause, Func<Task> work)
    {
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, Count).Select(reader => Task.Run(() => Read(program, pause, new Random(reader), end.Token))).ToList();
        await work();
        await end.CancelAsync();
        var all = await Task.WhenAll(readers);
        return (PageTimes.At(all.SelectMany(reader => reader.Times), 0.99), all.Sum(reader => reader.Errors));
    }

    private static async Task<(List<double> Times, int Errors)> Read(ServedProgram program, TimeSpan pause, Random random, CancellationToken end)
    {
        using var client = program.NewClient();
        var paths = PageTimes.Addresses("Week").Concat(PageTimes.Addresses("Metric")).Select(address => address.Path).ToArray();
        List<double> times = [];
        var errors = 0;
        while (!end.IsCancellationRequested)
        {
            try
            {
                times.Add(await PageTimes.Ask(client, paths[random.Next(paths.Length)]));
            }
            catch (HttpRequestException)
            {
                errors++;
            }

            await Task.Delay(pause * (0.5 + random.NextDouble()), CancellationToken.None);
        }

        return (times, errors);
    }
}
