using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace KpiPulse.Testing;

/// <summary>
/// An OpenTelemetry collector of the loopback that keeps what it is sent. No Kestrel: the activities of its own requests would be exported to it.
/// </summary>
public sealed class OtlpSink : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<string> bodies = new();

    public OtlpSink()
    {
        Address = $"http://127.0.0.1:{Loopback.FreePort()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        _ = Listen();
    }

    public string Address { get; }

    /// <summary>As sent: protobuf, in which text is plain UTF-8.</summary>
    public IReadOnlyCollection<string> Bodies => bodies;

    public void Dispose() => listener.Close();

    private async Task Listen()
    {
        while (listener.IsListening)
        {
            var context = await listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            bodies.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
            context.Response.Close();
        }
    }
}
