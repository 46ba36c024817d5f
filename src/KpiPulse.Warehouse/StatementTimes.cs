using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KpiPulse.Warehouse;

/// <summary>How long statements take, by what they are about: a query file, a model, a step of landing. Never by whose data it was.</summary>
public static class StatementTimes
{
    public const string MeterName = "KpiPulse.Warehouse";

    // What errors name by the file that came: here only the step is told.
    private static readonly string[] StepsOfFiles = ["landing", "dry run"];

    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>("kpipulse.statement.duration", "s", "Time of one statement");

    internal static T Timed<T>(string about, Func<T> work)
    {
        if (!Seconds.Enabled)
            return work();

        var started = Stopwatch.GetTimestamp();
        var result = work();
        Seconds.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("statement", Nameless(about)));
        return result;
    }

    private static string Nameless(string about) => Array.Find(StepsOfFiles, step => about.EndsWith($" ({step})", StringComparison.Ordinal)) ?? about;
}
