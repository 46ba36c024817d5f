using System.Diagnostics;

namespace KpiPulse.Tests.Ingestion;

/// <summary>The program itself as a process of its own, to be killed at its work.</summary>
internal static class IngestProcess
{
    public static Process Start(string data, IEnumerable<string> files) => Start(["ingest", .. files, "--data", data]);

    public static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "KpiPulse.Web.exe" : "KpiPulse.Web"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var program = Process.Start(start)!;
        program.OutputDataReceived += (_, _) => { };
        program.ErrorDataReceived += (_, _) => { };
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        return program;
    }

    /// <summary>At a random moment after a random number of further files has been archived.</summary>
    /// <param name="atMost">Further files that the program will archive.</param>
    /// <returns>False when it was done before.</returns>
    public static async Task<bool> KillSomewhere(Process program, string data, Random random, int atMost)
    {
        var wanted = Archived(data) + random.Next(0, atMost);
        var patience = Stopwatch.StartNew();
        while (Archived(data) < wanted + 1 && !program.HasExited && patience.Elapsed < TimeSpan.FromMinutes(4))
            await Task.Delay(5);
        await Task.Delay(random.Next(0, 120));
        if (program.HasExited)
            return false;

        program.Kill(entireProcessTree: true);
        await program.WaitForExitAsync();
        return true;
    }

    private static int Archived(string data) => Directory.Exists(Path.Combine(data, "archive")) ? Directory.GetFiles(Path.Combine(data, "archive"), "*.received.json", SearchOption.AllDirectories).Length : 0;
}
