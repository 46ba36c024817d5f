using System.Collections.Concurrent;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Access;

/// <summary>
/// Sessions that their owner ended: a copy of the cookie does not open them again, not after a restart either. A read-only node can tell no other
/// node of an end, so a session that began on one is worth nothing elsewhere; its end is a file of that node's data folder.
/// </summary>
public sealed class EndedSessions
{
    /// <summary>No session lives longer.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    private const char OfNode = '.';

    private readonly KpiWarehouse warehouse;
    private readonly ConcurrentDictionary<string, bool> ended;
    private readonly string? node;

    public EndedSessions(KpiWarehouse warehouse)
    {
        this.warehouse = warehouse;
        using (var session = warehouse.Read())
            ended = new(session.Query<string>("ended_sessions", new { since = Now - LongestSession }).Distinct().ToDictionary(id => id, _ => true), StringComparer.Ordinal);
        if (!warehouse.Options.IsReadOnly)
            return;

        node = Secrets.HashOf(Environment.MachineName + '\n' + Path.GetFullPath(warehouse.Options.DataFolder))[..16] + OfNode;
        Directory.CreateDirectory(Folder);
        foreach (var outdated in Directory.EnumerateFiles(Folder).Where(path => File.GetLastWriteTimeUtc(path) < Now - LongestSession))
            File.Delete(outdated);
    }

    private DateTime Now => warehouse.Clock.GetUtcNow().UtcDateTime;

    private string Folder => Path.Combine(warehouse.Options.DataFolder, "ended-sessions");

    public string NewId() => node + Secrets.New()[..32];

    /// <summary>Ended, or begun on another read-only node.</summary>
    public bool Contains(string sessionId) =>
        ended.ContainsKey(sessionId) || (sessionId.Contains(OfNode, StringComparison.Ordinal) && (!IsOwn(sessionId) || File.Exists(PathOf(sessionId))));

    /// <exception cref="WarehouseException">It began on the ingesting node and has to end there.</exception>
    public void End(string sessionId)
    {
        if (IsOwn(sessionId))
            File.WriteAllBytes(PathOf(sessionId), []);
        else if (!ended.ContainsKey(sessionId))
            warehouse.WriteAside(session => session.Execute("end_session", new { session_id = sessionId, ended_at = Now }));
        ended[sessionId] = true;
    }

    private bool IsOwn(string sessionId) => node is not null && sessionId.StartsWith(node, StringComparison.Ordinal);

    private string PathOf(string sessionId) => Path.Combine(Folder, sessionId);
}
