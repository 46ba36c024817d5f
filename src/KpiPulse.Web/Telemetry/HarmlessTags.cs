using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace KpiPulse.Web.Telemetry;

/// <summary>
/// Only tags that cannot hold a ticket, a question or a person leave the program, whatever a later version of a package may add: a path names
/// tickets, so the route stands for it; a query is a question; a browser's name tells people apart.
/// </summary>
internal sealed class HarmlessTags : BaseProcessor<Activity>
{
    private const string Ours = "kpipulse.";

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal, "http.request.method", "http.response.status_code", "http.route", "error.type", "network.protocol.version", "url.scheme");

    public override void OnEnd(Activity data)
    {
        foreach (var (tag, _) in data.TagObjects.Where(tag => !Known.Contains(tag.Key) && !tag.Key.StartsWith(Ours, StringComparison.Ordinal)).ToList())
            data.SetTag(tag, null);
    }
}
