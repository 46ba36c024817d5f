using System.Globalization;
using KpiPulse.Ingestion;

namespace KpiPulse.Web.Commands;

/// <summary>Progress on standard error, when somebody sits at it: a line per file, and one that moves while a file takes longer than a second.</summary>
internal sealed class Progress : IProgress<string>, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Timer? timer;
    private int shown;

    private Progress(Loading loading)
    {
        if (!Console.IsErrorRedirected)
            timer = new Timer(_ => Move(loading.Now), null, Tick, Tick);
    }

    public static Progress Of(InboxIngestion ingestion) => new(ingestion.Loading);

    public void Report(string value)
    {
        if (timer is not null)
            Write(value, Environment.NewLine);
    }

    public void Dispose()
    {
        timer?.Dispose();
        if (shown > 0)
            Write("", "\r");
    }

    private void Move(LoadProgress? now)
    {
        if (now is not null && now.Elapsed >= Tick)
            Write(string.Create(CultureInfo.InvariantCulture, $"{now.FileName}: {now.Step}{(now.Share is { } share ? $" {share:P0}" : "")}, {now.Elapsed.TotalSeconds:F0} s"), "");
    }

    private void Write(string text, string end)
    {
        lock (gate)
        {
            Console.Error.Write("\r" + text.PadRight(shown) + end);
            shown = end.Length > 0 ? 0 : text.Length;
        }
    }
}
