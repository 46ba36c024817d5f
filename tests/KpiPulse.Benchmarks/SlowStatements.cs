using System.Diagnostics.Metrics;
using System.Globalization;
using KpiPulse.Warehouse;

namespace KpiPulse.Benchmarks;

/// <summary>Adds up what the warehouse measures about its statements, for whoever looks for the slow ones.</summary>
internal sealed class SlowStatements : IDisposable
{
    private readonly Dictionary<string, (double Seconds, double Cpu, int Count)> sums = new(StringComparer.Ordinal);
    private readonly MeterListener listener = new();
    private TimeSpan before = Environment.CpuUsage.TotalTime;

    public SlowStatements()
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == StatementTimes.MeterName)
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            lock (sums)
            {
                var about = tags[0].Value as string ?? "";
                about = about.EndsWith(" (landing)", StringComparison.Ordinal) ? about.Split((char)0x2d)[0] + " (landing)" : about;
                var (sum, processor, count) = sums.GetValueOrDefault(about);
                var now = Environment.CpuUsage.TotalTime;
                sums[about] = (sum + seconds, processor + (now - before).TotalSeconds, count + 1);
                before = now;
            }
        });
        listener.Start();
    }

    public void Print(int most)
    {
        lock (sums)
        {
            foreach (var (about, (seconds, processor, count)) in sums.OrderByDescending(pair => pair.Value.Cpu).Take(most))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {seconds,8:0.00} s {processor,8:0.00} s processor {count,6} x {about}"));
            sums.Clear();
        }
    }

    public void Dispose() => listener.Dispose();
}
