using System.Diagnostics;

namespace KpiPulse.Benchmarks;

/// <summary>This program once more, for a command whose memory or number of processors is its own.</summary>
internal static class OwnProcess
{
    public static ProcessStartInfo Of(params string[] words)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);

        // Started as `dotnet KpiPulse.Benchmarks.dll`, or by its own name.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(OwnProcess).Assembly.Location);
        foreach (var word in words)
            start.ArgumentList.Add(word);
        return start;
    }
}
