using System.Diagnostics;

namespace KpiPulse.Ingestion;

/// <summary>The file in hand: which part of its way, how far, since when.</summary>
/// <param name="Step">receiving | unpacking | landing | refreshing.</param>
/// <param name="Share">0–1; null where nobody can tell.</param>
public sealed record LoadProgress(string FileName, string Step, double? Share, TimeSpan Elapsed);

/// <summary>What the one run is doing just now, for whoever waits for it.</summary>
public sealed class Loading
{
    private readonly Lock gate = new();
    private readonly Stopwatch watch = new();
    private string file = "";
    private string step = "";
    private Func<double?>? share;

    /// <summary>Null between files and between runs.</summary>
    public LoadProgress? Now
    {
        get
        {
            lock (gate)
                return watch.IsRunning ? new LoadProgress(file, step, share?.Invoke(), watch.Elapsed) : null;
        }
    }

    internal void Begin(string name)
    {
        lock (gate)
        {
            (file, step, share) = (name, "receiving", null);
            watch.Restart();
        }
    }

    internal void At(string next, Func<double?>? howFar = null)
    {
        lock (gate)
            (step, share) = (next, howFar);
    }

    internal void End()
    {
        lock (gate)
        {
            share = null;
            watch.Reset();
        }
    }
}
