using System.Globalization;

namespace KpiPulse.Metrics.Misses;

/// <summary>Rows behind one sentence, kept under an id that a plan or a report can cite.</summary>
/// <param name="Statement">The sentence, as it stood when the rows were drawn.</param>
/// <param name="DrawnFrom">How many rows the sample was drawn from.</param>
public sealed record EvidenceSet(
    int EvidenceId, string Metric, string Week, string? Basis, string Statement, string Outcome, long DrawnFrom, int Seed, DateTime CreatedAt, string? CreatedBy)
{
    /// <summary><c>E-12</c>.</summary>
    public string Citation => string.Create(CultureInfo.InvariantCulture, $"E-{EvidenceId}");
}

/// <summary>A row as it was when it was drawn, with the latest reason given for it.</summary>
public sealed record EvidenceRow(
    int Position,
    string SourceSystem,
    string TicketId,
    string SubjectId,
    DateTime AttributedAt,
    string? Market,
    string? Lob,
    string? Tier,
    string? Channel,
    string? Site,
    string? Team,
    string? Priority,
    string? Language,
    string? Category,
    string? Subcategory,
    DateTime CreatedAt,
    DateTime? SolvedAt,
    string? Reason)
{
    /// <summary>Whether a reader of this scope may see it; a limit on something that is not kept here hides it.</summary>
    internal bool IsWithin(Scope scope) => scope.Limits.All(limit => Kept.TryGetValue(limit.Dimension, out var valueOf) && limit.Values.Contains(valueOf(this) ?? ""));

    private static readonly Dictionary<string, Func<EvidenceRow, string?>> Kept = new(StringComparer.Ordinal)
    {
        ["market"] = row => row.Market,
        ["lob"] = row => row.Lob,
        ["tier"] = row => row.Tier,
        ["channel"] = row => row.Channel,
        ["site"] = row => row.Site,
        ["team"] = row => row.Team,
        ["priority"] = row => row.Priority,
        ["language"] = row => row.Language,
        ["category"] = row => row.Category,
        ["subcategory"] = row => row.Subcategory,
    };
}
