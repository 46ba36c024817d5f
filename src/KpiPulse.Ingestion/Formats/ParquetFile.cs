using System.Diagnostics;
using System.Globalization;

namespace KpiPulse.Ingestion.Formats;

/// <summary>
/// Parquet, made into CSV by a child process of the same program: DuckDB takes such files to be written by friends, and a crafted one may crash
/// the process that reads it. The child is bounded in time, memory and what it writes.
/// </summary>
internal static class ParquetFile
{
    public const string Verb = "unpack-parquet";

    private const long MostMemory = 1L << 30;
    private const long HarmlessBytes = 64 << 20;
    private const long MostRatio = 200;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <param name="path">In the folder of <paramref name="target"/>: the child sees no other.</param>
    /// <exception cref="FileRefusedException">Damaged, crafted or swelling beyond reason.</exception>
    public static void Unpack(string path, string name, string target)
    {
        using var child = Process.Start(Program(path, target)) ?? throw new InvalidOperationException("The reader of Parquet files did not start.");
        var said = child.StandardError.ReadToEndAsync();
        var bytes = new FileInfo(path).Length;
        var limit = TimeSpan.FromSeconds(60 + bytes / (4 << 20));
        var watch = Stopwatch.StartNew();
        while (!child.WaitForExit(Look))
        {
            child.Refresh();
            if (Excess(child, watch.Elapsed, limit, target, bytes) is { } excess)
            {
                child.Kill(entireProcessTree: true);
                child.WaitForExit();
                throw new FileRefusedException($"{name} {excess} while it was read, as no export does. Export it as CSV or JSON lines.");
            }
        }

        if (child.ExitCode != 0)
            throw new FileRefusedException($"{name} is no sound Parquet file: {Reason(said.GetAwaiter().GetResult(), child.ExitCode)}. Fetch it again from the sender.");
    }

    private static string? Excess(Process child, TimeSpan elapsed, TimeSpan limit, string target, long bytes)
    {
        if (elapsed > limit)
            return string.Create(CultureInfo.InvariantCulture, $"took more than {limit.TotalSeconds:F0} s");
        if (MemoryOf(child) > MostMemory)
            return $"took more than {MostMemory >> 20} MB of memory";
        var written = new FileInfo(target);
        return written.Exists && written.Length > HarmlessBytes && written.Length > MostRatio * bytes ? $"swelled to more than {MostRatio} times its size" : null;
    }

    /// <summary>It may end at any moment, also between a question whether it runs and the next.</summary>
    private static long MemoryOf(Process child)
    {
        try
        {
            return child.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private static string Reason(string said, int code) => said.Trim() is { Length: > 0 and < 2000 } reason && code == RefusedCode
        ? reason.TrimEnd('.')
        : string.Create(CultureInfo.InvariantCulture, $"its reader broke off (code {code})");

    /// <summary>The exit code of a verb that refuses something.</summary>
    private const int RefusedCode = 3;

    private static ProcessStartInfo Program(string path, string target)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "KpiPulse.Web.exe" : "KpiPulse.Web");
        string[] arguments = File.Exists(program) ? [Verb, path, target] : [Path.Combine(AppContext.BaseDirectory, "KpiPulse.Web.dll"), Verb, path, target];
        var start = new ProcessStartInfo(File.Exists(program) ? program : Environment.ProcessPath!, arguments) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x8000000";
        return start;
    }
}
