namespace KpiPulse.Metrics.Tickets;

/// <summary>One row behind a number: a ticket as it was when it counted.</summary>
/// <param name="SubjectId">What was counted: the ticket, survey, review or clock.</param>
/// <param name="AttributedAt">UTC; the instant that put it into its period.</param>
/// <param name="Numerator">What it added: 1 or 0 for a rate, its value for a mean.</param>
public sealed record TicketRow(
    string SubjectId,
    string SourceSystem,
    string TicketId,
    DateTime AttributedAt,
    string? Basis,
    string? Market,
    string? Lob,
    string? Tier,
    string? Channel,
    string? Site,
    string? Team,
    string? Agent,
    string? Priority,
    string? Status,
    string? Language,
    string? Category,
    string? Subcategory,
    DateTime CreatedAt,
    DateTime? SolvedAt,
    double Numerator);

/// <param name="Count">Of all rows behind the number, not only of this page.</param>
public sealed record TicketPage(MetricDefinition Metric, MetricQuestion Question, Outcome Outcome, string Zone, long Count, IReadOnlyList<TicketRow> Rows);
