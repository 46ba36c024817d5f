using KpiPulse.Ingestion;
using KpiPulse.Metrics.Access;
using KpiPulse.Warehouse;
using KpiPulse.Web.Access;

namespace KpiPulse.Web.Copies;

/// <summary>
/// Read-only nodes beside the ingesting one: the section <c>Copies</c> of the configuration or the environment (<c>Copies__PublishTo</c> …).
/// </summary>
internal sealed class CopyOptions
{
    private const int LongestRest = 15;

    /// <summary>On the ingesting node: the folder that copies of the warehouse are published to.</summary>
    public string? PublishTo { get; init; }

    /// <summary>Least time between two copies, and how often an unchanged one is renewed. No answer of a read-only node is older than four of these.</summary>
    public int EverySeconds { get; init; } = LongestRest;

    /// <summary>Makes this a read-only node: the folder that copies are read from.</summary>
    public string? ReadFrom { get; init; }

    /// <summary>On a read-only node: the folder <c>keys</c> of the ingesting node's data folder, so that sessions and pseudonyms are the same.</summary>
    public string? Keys { get; init; }

    /// <summary>On a read-only node: where people find the ingesting node.</summary>
    public Uri? IngestingNode { get; init; }

    /// <exception cref="UnsafeSettingsException">The settings contradict each other; the message says what to change.</exception>
    public static CopyOptions Of(IConfiguration configuration)
    {
        var options = configuration.GetSection("Copies").Get<CopyOptions>() ?? new CopyOptions();
        if (options is { PublishTo: not null, ReadFrom: not null })
            throw new UnsafeSettingsException("Copies__PublishTo and Copies__ReadFrom are both set: a node publishes copies or reads them. Take one of them away.");
        if (options.PublishTo is not null && !CopyPublisher.IsPossible)
            throw new UnsafeSettingsException("Copies__PublishTo works on Linux and macOS: Windows lets nobody read a database that is open. Take the setting away.");
        if (options.EverySeconds is < 1 or > LongestRest)
            throw new UnsafeSettingsException($"Copies__EverySeconds is {options.EverySeconds}; it must be from 1 to {LongestRest}, so that no answer is older than a minute.");
        return options;
    }

    /// <summary>Of a read-only node, once, before it listens.</summary>
    /// <exception cref="UnsafeSettingsException">A folder is missing or the wrong one; the message says what to change.</exception>
    public void RefuseUnusable(string dataFolder)
    {
        if (!Directory.Exists(ReadFrom))
            throw new UnsafeSettingsException($"There is no folder {ReadFrom}. Copies__ReadFrom must name the one that the ingesting node publishes to (its Copies__PublishTo).");
        if (!File.Exists(Pseudonyms.PathIn(Keys ?? "")))
            throw new UnsafeSettingsException($"Copies__Keys must name the folder 'keys' of the ingesting node's data folder, so that sessions and pseudonyms are the same here; {(Keys is null ? "it is not set" : $"{Keys} holds no such keys")}.");
        if (File.Exists(new WarehouseOptions { DataFolder = dataFolder }.DatabasePath))
            throw new UnsafeSettingsException($"{dataFolder} holds a warehouse of its own. Give the read-only node another --data folder, for its temporary files and its audit log.");
    }
}
