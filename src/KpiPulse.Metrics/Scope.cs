namespace KpiPulse.Metrics;

/// <summary>One dimension and the values let through; the empty text stands for "no value".</summary>
public sealed record DimensionFilter(string Dimension, IReadOnlyList<string> Values)
{
    public override string ToString() => $"{Dimension}={string.Join(',', Values)}";

    /// <summary>Equal keys let the same rows through; a value with a comma is not two values.</summary>
    internal string Key => $"{Uri.EscapeDataString(Dimension)}={string.Join(',', Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Uri.EscapeDataString))}";
}

/// <summary>
/// Which rows a reader may see: a part of every question and of every cache key, applied in <see cref="QuestionSql"/> and nowhere else.
/// </summary>
public sealed class Scope
{
    /// <summary>From so many tickets on, a number says nothing of one of them (I9).</summary>
    public const int FewestTickets = 5;

    public static readonly Scope Everything = new([]);

    /// <summary>Not one row.</summary>
    public static readonly Scope Nothing = new([new DimensionFilter("market", [])]) { SeesRows = false, SeesAgents = false };

    /// <summary>What is published goes to people who may not see the rows.</summary>
    public static readonly Scope Published = new([]) { SeesRows = false, SeesAgents = false };

    public Scope(IReadOnlyList<DimensionFilter> limits) => Limits = limits;

    public IReadOnlyList<DimensionFilter> Limits { get; }

    /// <summary>False: sums only, and none over fewer than <see cref="FewestTickets"/>.</summary>
    public bool SeesRows { get; init; } = true;

    /// <summary>False: agents are pseudonyms.</summary>
    public bool SeesAgents { get; init; } = true;

    /// <summary>Rows of this day and later are not published yet; null: no such bound.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Equal keys see equal answers.</summary>
    public string Key => string.Join('&', [.. Limits.Select(limit => limit.Key).Order(StringComparer.Ordinal), SeesRows ? "rows" : "sums", SeesAgents ? "names" : "pseudonyms", Until?.ToString("o", System.Globalization.CultureInfo.InvariantCulture) ?? ""]);

    /// <summary>Whether rows filtered so are the reader's to the last one.</summary>
    public bool Covers(IReadOnlyList<DimensionFilter> where) => Limits.All(limit => where.Any(filter => filter.Dimension == limit.Dimension && filter.Values.Count > 0 && filter.Values.All(limit.Values.Contains)));

    /// <summary>Whether a filter names something outside: for this reader it does not exist.</summary>
    public bool Excludes(IReadOnlyList<DimensionFilter> where) => Limits.Any(limit => where.Any(filter => filter.Dimension == limit.Dimension && !filter.Values.All(limit.Values.Contains)));

    /// <summary>The filters with the limits written into them: the rows that a reader means who filters so.</summary>
    public IReadOnlyList<DimensionFilter> Narrow(IReadOnlyList<DimensionFilter> where) =>
        [.. where, .. Limits.Where(limit => !where.Any(filter => filter.Dimension == limit.Dimension))];

    /// <summary>The same or less.</summary>
    public Scope And(IReadOnlyList<DimensionFilter> further) => new([
        .. Limits.Select(limit => further.FirstOrDefault(other => other.Dimension == limit.Dimension) is { } other ? limit with { Values = [.. limit.Values.Intersect(other.Values, StringComparer.Ordinal)] } : limit),
        .. further.Where(other => !Limits.Any(limit => limit.Dimension == other.Dimension)),
    ])
    {
        SeesRows = SeesRows,
        SeesAgents = SeesAgents,
        Until = Until,
    };
}

/// <summary>What was asked for lies outside of the reader's scope. Whoever asked learns no more than of something that is not there.</summary>
public sealed class OutOfScopeException() : Exception("This lies outside of the reader's scope.");
