using System.Diagnostics;

namespace KpiPulse.Benchmarks;

/// <summary>Seconds on the clock, and of processors in all threads of this process.</summary>
internal readonly record struct Cost(double Wall, double Cpu)
{
    public static Cost Of(Action work)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        return new Cost(clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    public static async Task<Cost> Of(Func<Task> work)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await work();
        return new Cost(clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    public static Cost operator +(Cost left, Cost right) => new(left.Wall + right.Wall, left.Cpu + right.Cpu);

    public static Cost operator /(Cost cost, double count) => new(cost.Wall / count, cost.Cpu / count);
}
