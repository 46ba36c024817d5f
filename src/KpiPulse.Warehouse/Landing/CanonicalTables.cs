using static KpiPulse.Warehouse.Landing.CanonicalType;

namespace KpiPulse.Warehouse.Landing;

/// <summary>The catalogue of <c>migrations/0001_canonical.sql</c>, with what the table definitions cannot say (metric contract §1).</summary>
internal static class CanonicalTables
{
    private static readonly CanonicalColumn SourceSystem = Needed("source_system", Text);
    private static readonly CanonicalColumn TicketId = Needed("ticket_id", Text);
    private static readonly CanonicalColumn SourceUpdatedAt = Past("source_updated_at", required: false);

    private static readonly CanonicalTable Tickets = new("tickets", TableRole.Ticket, Versioned: true, ["source_system", "ticket_id"],
    [
        SourceSystem, TicketId, SourceUpdatedAt, Past("created_at"), OneOf("created_by", required: false, "end_user", "agent", "system"),
        OneOf("status", required: true, "new", "open", "pending", "hold", "solved", "closed", "merged", "spam", "deleted"),
        Maybe("channel", Text), Maybe("market", Text), Maybe("lob", Text), OneOf("priority", required: false, "urgent", "high", "normal", "low"), Maybe("tier", Whole),
        Maybe("site_id", Text), Maybe("team_id", Text), Maybe("agent_id", Text), Maybe("language", Text), Maybe("contact_reason", Text), Maybe("sub_reason", Text),
        Maybe("merged_into_ticket_id", Text), Maybe("is_test", YesNo), Past("solved_at", required: false), Past("first_reply_at", required: false), Maybe("reopen_count", Whole),
        Maybe("first_reply_due_at", Instant), Maybe("resolution_due_at", Instant), Maybe("first_reply_met", YesNo), Maybe("resolution_met", YesNo), Maybe("extra", Dimensions),
    ])
    { Rules = [new RowRule("tier", "{tier} not in (1, 2)", "is neither 1 nor 2"), new RowRule("reopen_count", "{reopen_count} < 0", "is negative")] };

    private static readonly CanonicalTable TicketEvents = new("ticket_events", TableRole.Ticket, Versioned: false, ["source_system", "event_id"],
    [
        SourceSystem, Needed("event_id", Text), TicketId, Past("occurred_at"), Maybe("seq", Whole),
        OneOf("type", required: true, "created", "comment", "status", "priority", "team", "agent", "lob", "market", "policy", "merge"),
        OneOf("actor_type", required: true, "end_user", "agent", "bot", "system"), Maybe("actor_id", Text), Maybe("is_public", YesNo),
        Maybe("new_value", Text), Maybe("old_value", Text), Maybe("reason_code", Text),
    ])
    { Rules = [new RowRule("seq", "{seq} < 0", "is negative")] };

    private static readonly CanonicalTable Surveys = new("surveys", TableRole.Ticket, Versioned: false, ["source_system", "survey_id", "responded_at"],
    [
        SourceSystem, Needed("survey_id", Text), TicketId, Past("sent_at", required: false), Past("responded_at", required: false), Maybe("score", Whole),
        Needed("scale_max", Whole), Maybe("comment", Text), Maybe("survey_version", Text), Maybe("language", Text),
    ])
    {
        Rules =
        [
            new RowRule("scale_max", "{scale_max} not in (1, 3, 5)", "is none of 1, 3 and 5"),
            new RowRule("score", "{score} not between (case when {scale_max} = 1 then 0 else 1 end) and {scale_max}", "lies outside the survey's scale"),
            new RowRule("responded_at", "{responded_at} < {sent_at}", "lies before the survey was sent"),
        ],
    };

    private static readonly CanonicalTable QaReviews = new("qa_reviews", TableRole.Ticket, Versioned: true, ["source_system", "review_id"],
    [
        SourceSystem, Needed("review_id", Text), SourceUpdatedAt, TicketId, Maybe("agent_id", Text), Maybe("reviewer_id", Text), Past("interaction_at"), Past("reviewed_at"),
        Needed("scorecard_id", Text), Needed("scorecard_version", Whole), OneOf("state", required: true, "draft", "final", "disputed", "overturned", "calibration"),
        OneOf("sampling", required: true, "random", "targeted", "csat_triggered", "calibration"), OneOf("source", required: true, "manual", "auto"),
    ]);

    private static readonly CanonicalTable QaReviewItems = new("qa_review_items", TableRole.Ticket, Versioned: true, ["source_system", "review_id", "item_id"],
        [SourceSystem, Needed("review_id", Text), Needed("item_id", Text), SourceUpdatedAt, Maybe("value", Number), Maybe("comment", Text)]);

    private static readonly CanonicalTable QaScorecardItems = new("qa_scorecard_items", TableRole.Reference, Versioned: false, ["scorecard_id", "version", "item_id"],
    [
        Needed("scorecard_id", Text), Needed("version", Whole), Needed("item_id", Text), Maybe("name", Text), Needed("weight", Number), Needed("scale_min", Number), Needed("scale_max", Number),
        OneOf("critical", required: true, "none", "customer", "business", "compliance"), Needed("auto_fail", YesNo), Maybe("pass_mark", Number), Needed("valid_from", Instant),
    ])
    { Rules = [new RowRule("weight", "{weight} < 0", "is negative"), new RowRule("scale_max", "{scale_max} <= {scale_min}", "is not above scale_min")] };

    private static readonly CanonicalTable LookUps = new("look_ups", TableRole.LookUp, Versioned: true, ["look_up", "key"],
        [Needed("look_up", Text), Needed("key", Text), SourceUpdatedAt, Maybe("extra", Dimensions)]);

    public static IReadOnlyList<CanonicalTable> All { get; } = [LookUps, .. ReferenceTables.All, QaScorecardItems, Tickets, TicketEvents, Surveys, QaReviews, QaReviewItems];

    public static CanonicalTable? Find(string name) => All.FirstOrDefault(table => table.Name == name);

    /// <summary>Reviews before their items, tickets before what belongs to them.</summary>
    public static int Position(CanonicalTable table) => All.TakeWhile(other => other != table).Count();

    internal static CanonicalColumn Needed(string name, CanonicalType type) => new(name, type, Required: true);

    internal static CanonicalColumn Maybe(string name, CanonicalType type) => new(name, type, Required: false);

    internal static CanonicalColumn OneOf(string name, bool required, params string[] values) => new(name, Text, required) { Closed = values };

    private static CanonicalColumn Past(string name, bool required = true) => new(name, Instant, required) { Happened = true };
}
