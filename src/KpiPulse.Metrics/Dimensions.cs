using KpiPulse.Warehouse;

namespace KpiPulse.Metrics;

/// <summary>A column that filters and breaks down; those of a profile's own behave like the built-in ones.</summary>
/// <param name="IsInCube">Answered from daily sums; others from facts of the asked period.</param>
public sealed record Dimension(string Id, string Label, bool IsExtra, bool IsInCube)
{
    /// <summary>The column or map entry, from a closed list.</summary>
    internal string Sql => IsExtra ? $"extra[{SqlSlots.Literal(Id)}]" : Id;
}

/// <summary>The dimensions of <c>interface.md</c> and those that source profiles have declared.</summary>
public sealed class Dimensions
{
    public static readonly IReadOnlyList<Dimension> BuiltIn =
    [
        Own("market", "Market"), Own("lob", "LOB"), Own("tier", "Tier"), Own("channel", "Channel"), Own("site", "Site"), Own("team", "Team"),
        Own("agent", "Agent"), Own("priority", "Priority"), Own("status", "Status"), Own("language", "Language"), Own("category", "Category"), Own("subcategory", "Subcategory"),
        // S10: the team that held a ticket longest until its clock was decided; "team" owned it then. Only SLA clocks have one.
        Own("contributor", "Contributor team"),
    ];

    private readonly Dictionary<string, Dimension> byId;

    internal Dimensions(IEnumerable<string> extras)
    {
        All = [.. BuiltIn, .. extras.Select(id => new Dimension(id, Title(id), IsExtra: true, IsInCube: false))];
        byId = All.ToDictionary(dimension => dimension.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<Dimension> All { get; }

    /// <exception cref="QuestionException">No dimension has this id; the message lists those that exist.</exception>
    public Dimension Get(string id) => byId.GetValueOrDefault(id)
        ?? throw new QuestionException($"There is no dimension '{id}'. The dimensions are {string.Join(", ", All.Select(dimension => dimension.Id))}.");

    private static Dimension Own(string id, string label) => new(id, label, IsExtra: false, IsInCube: MetricCube.Dimensions.Contains(id));

    private static string Title(string id) => char.ToUpperInvariant(id[0]) + id[1..].Replace('_', ' ');
}
