using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KpiPulse.Testing;

/// <summary>A mail server of the loopback that takes every message and keeps it; it can be told to refuse.</summary>
public sealed class SmtpSink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> messages = new();

    public SmtpSink()
    {
        listener.Start();
        _ = Listen();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>As received, headers and all.</summary>
    public IReadOnlyList<string> Messages => [.. messages];

    public bool Refuses { get; set; }

    /// <summary>Called at each step of a conversation, before the server answers; the answer waits for it.</summary>
    public Func<SmtpStep, Task>? At { get; set; }

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Smtp:Host"] = "127.0.0.1",
        ["Smtp:Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Smtp:Security"] = "none",
    };

    public static string HeaderOf(string message, string name) =>
        message.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task Listen()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            _ = Talk(client);
        }
    }

    private async Task Talk(TcpClient client)
    {
        try
        {
            await Converse(client);
        }
        catch (IOException)
        {
            // The other end died; the next one calls again.
        }
    }

    private async Task Converse(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream());
        using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await Reach(SmtpStep.Connected);
        await writer.WriteLineAsync("220 sink");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            if (verb == "RCPT")
                await Reach(SmtpStep.Addressed);
            if (verb == "DATA" && !Refuses)
                await Take(reader, writer);
            else
                await writer.WriteLineAsync(verb == "QUIT" ? "221 bye" : verb == "RCPT" && Refuses ? "550 no such mailbox" : "250 ok");
            if (verb == "QUIT")
                return;
        }
    }

    private async Task Take(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 go on");
        var lines = new List<string>();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
            lines.Add(line);
        messages.Enqueue(string.Join("\r\n", lines));
        await Reach(SmtpStep.Kept);
        await writer.WriteLineAsync("250 taken");
        await Reach(SmtpStep.Acknowledged);
    }

    private Task Reach(SmtpStep step) => At?.Invoke(step) ?? Task.CompletedTask;
}

/// <summary>How far a message has come.</summary>
public enum SmtpStep
{
    Connected,
    Addressed,

    /// <summary>The server has the message and has not said so yet.</summary>
    Kept,

    /// <summary>It has said so; the program may not have noted it yet.</summary>
    Acknowledged,
}
