using System.Collections.Concurrent;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Access;

/// <summary>Sessions that their owner ended: a copy of the cookie does not open them again, not after a restart either.</summary>
public sealed class EndedSessions
{
    /// <summary>No session lives longer.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    private readonly KpiWarehouse warehouse;
    private readonly ConcurrentDictionary<string, bool> ended;

    public EndedSessions(KpiWarehouse warehouse)
    {
        this.warehouse = warehouse;
        using var session = warehouse.Read();
        ended = new(session.Query<string>("ended_sessions", new { since = Now - LongestSession }).Distinct().ToDictionary(id => id, _ => true), StringComparer.Ordinal);
    }

    private DateTime Now => warehouse.Clock.GetUtcNow().UtcDateTime;

    public bool Contains(string sessionId) => ended.ContainsKey(sessionId);

    public void End(string sessionId)
    {
        if (ended.TryAdd(sessionId, true))
            warehouse.WriteAside(session => session.Execute("end_session", new { session_id = sessionId, ended_at = Now }));
    }
}
