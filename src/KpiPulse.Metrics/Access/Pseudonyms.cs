using System.Security.Cryptography;
using System.Text;

namespace KpiPulse.Metrics.Access;

/// <summary>
/// Names in place of agents' own: the same one for the same agent on this installation, of no use on another, and not to be found by trying
/// ids without the key of the data folder.
/// </summary>
public sealed class Pseudonyms
{
    // No letters that are taken for one another; 32 of them, so that five bits are one.
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 6;

    private readonly byte[] key;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> resolved = new(StringComparer.Ordinal);

    public Pseudonyms(byte[] key) => this.key = key;

    /// <summary>The installation's key, made at the first time.</summary>
    public static Pseudonyms In(string keysFolder)
    {
        var path = PathIn(keysFolder);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path + ".part", RandomNumberGenerator.GetBytes(32));
            File.Move(path + ".part", path);
        }

        return new Pseudonyms(File.ReadAllBytes(path));
    }

    public static string PathIn(string keysFolder) => Path.Combine(keysFolder, "pseudonyms.key");

    public string Of(string agent)
    {
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(agent));
        return "Agent " + string.Concat(hash.Take(Length).Select(value => Letters[value & 31]));
    }

    /// <summary>For readers to whom agents are pseudonyms only.</summary>
    public string? Of(string? agent, Scope scope) => agent is null || scope.SeesAgents ? agent : Of(agent);

    /// <summary>A filter's value as this reader wrote it: the pseudonym again, where it stands for an agent.</summary>
    internal string Shown(string value, Scope scope) => scope.SeesAgents || !resolved.ContainsKey(value) ? value : Of(value);

    /// <summary>The agents that a reader's filter means. A name in clear is none that such a reader can know.</summary>
    /// <exception cref="OutOfScopeException">A value is no pseudonym of an agent of the data.</exception>
    internal DimensionFilter Resolve(DimensionFilter filter, Scope scope, IReadOnlyList<string> agents)
    {
        if (filter.Dimension != "agent")
            return filter;
        if (!scope.SeesRows)
            throw new OutOfScopeException();
        if (scope.SeesAgents)
            return filter;

        var known = agents.ToLookup(Of, StringComparer.Ordinal);
        var values = filter.Values.SelectMany(value => value.Length == 0 ? [value] : known.Contains(value) ? known[value] : throw new OutOfScopeException()).ToList();
        foreach (var value in values)
            resolved[value] = true;
        return filter with { Values = values };
    }
}
