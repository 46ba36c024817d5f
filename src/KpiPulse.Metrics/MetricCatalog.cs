namespace KpiPulse.Metrics;

using static Aggregation;
using static ImprovementDirection;
using static MetricUnit;

/// <summary>Every metric once. A new one: a row here, its rows in <c>sql/models/metrics</c>, a target, a test.</summary>
public static class MetricCatalog
{
    public static readonly IReadOnlyList<MetricDefinition> All =
    [
        new("csat", "CSAT", Share, Ratio, Increase, "csat", "Satisfied answers (4 or 5 of 5) over all answers, in the week of the first answer; one invitation counts once."),
        new("dsat", "DSAT", Share, Ratio, Decrease, "dsat", "Dissatisfied answers (1 or 2 of 5) over all answers, in the week of the first answer."),
        new("csat_mean", "CSAT mean", Score5, Mean, Increase, "csat_mean", "Mean score of answers on a 5-point scale."),
        new("response_rate", "Response rate", Share, Ratio, Increase, "response_rate", "Invitations answered within 7 days over invitations sent, in the week they were sent.", MaturesAfterDays: 7),

        new("sla_first_reply", "SLA first reply", Share, Ratio, Increase, "sla_first_reply", "First replies within target over all decided ones, in business time; a miss counts when it happens, open or not.", IsCensus: true),
        new("sla_next_reply", "SLA next reply", Share, Ratio, Increase, "sla_next_reply", "Next replies within target over all decided ones, one per customer turn.", IsCensus: true),
        new("sla_resolution", "SLA resolution", Share, Ratio, Increase, "sla_resolution", "Resolutions within target over all decided ones, in business time without waiting for the customer.", IsCensus: true),
        new("sla_all", "All SLAs met", Share, Ratio, Increase, "sla_all", "Tickets with every decided customer clock met over tickets with at least one decided.", IsCensus: true),
        new("sla_ola", "OLA of Tier 2", Share, Ratio, Increase, "sla_ola", "Tier 2 hand-overs and solves within their internal target over all decided ones, one per stay with a Tier 2 team.", IsCensus: true),

        new("quality", "Quality", Score100, Mean, Increase, "quality", "Mean final score of final, randomly sampled QA reviews, in the week of the interaction; an auto-fail scores 0.", IsScored: true),
        new("quality_pass_rate", "Quality pass rate", Share, Ratio, Increase, "quality_pass_rate", "Final random reviews at or above their scorecard's pass mark over all of them.", IsScored: true),
        new("auto_fail_rate", "Auto-fail rate", Share, Ratio, Decrease, "auto_fail_rate", "Final random reviews that a failed critical item set to 0 over all of them.", IsScored: true),
        new("critical_accuracy", "Critical accuracy", Share, Ratio, Increase, "critical_accuracy", "Final random reviews without a critical error over those with a critical item rated.", IsScored: true),
        new("critical_accuracy_customer", "Customer-critical accuracy", Share, Ratio, Increase, "critical_accuracy_customer", "Final random reviews without a customer-critical error over those with a customer-critical item rated.", IsScored: true),
        new("critical_accuracy_business", "Business-critical accuracy", Share, Ratio, Increase, "critical_accuracy_business", "Final random reviews without a business-critical error over those with a business-critical item rated.", IsScored: true),
        new("critical_accuracy_compliance", "Compliance-critical accuracy", Share, Ratio, Increase, "critical_accuracy_compliance", "Final random reviews without a compliance-critical error over those with a compliance-critical item rated.", IsScored: true),

        new("created", "Created", MetricUnit.Count, Aggregation.Count, Neutral, "created", "Tickets created, without tests and void ones."),
        new("contacts", "Contacts", MetricUnit.Count, Aggregation.Count, Neutral, "contacts", "Tickets created, merged ones included: they were work. Without tests, spam and deleted ones."),
        new("solved", "Solved", MetricUnit.Count, Aggregation.Count, Neutral, "solved", "Resolutions: changes from unsolved to solved or closed. A ticket solved twice counts twice."),
        new("solved_tickets", "Solved tickets", MetricUnit.Count, Aggregation.Count, Neutral, "solved_tickets", "Tickets solved, each once a week however often it was solved in it."),
        new("backlog", "Backlog", MetricUnit.Count, Level, Decrease, "backlog", "Tickets unsolved at local midnight at the end of the period."),
        new("backlog_actionable", "Actionable backlog", MetricUnit.Count, Level, Decrease, "backlog_actionable", "Unsolved tickets that do not wait for the customer, at the end of the period."),
        new("backlog_overdue", "Overdue backlog", MetricUnit.Count, Level, Decrease, "backlog_overdue", "Unsolved tickets past their resolution target at the end of the period."),
        new("reopen_rate", "Reopen rate", Share, Ratio, Decrease, "reopen_rate", "Tickets solved in a week that reopened within 7 days over tickets solved in it, each once a week.", Version: 2, IsCensus: true, MaturesAfterDays: 7),
        new("escalation_rate", "Escalation rate", Share, Ratio, Decrease, "escalation_rate", "Tickets escalated to Tier 2 within 14 days over tickets created that Tier 1 handled, without void ones.", Version: 2, IsCensus: true, MaturesAfterDays: 14),
        new("bounce_back_rate", "Bounce-back rate", Share, Ratio, Decrease, "bounce_back_rate", "Escalations handed back to Tier 1 without a solve over all escalations, in the week of the escalation.", IsCensus: true),
        new("one_touch_rate", "One-touch rate", Share, Ratio, Increase, "one_touch_rate", "Solved tickets with exactly one public reply, no reopen and one team, over solved tickets.", IsCensus: true),

        new("first_reply_p50", "First reply, median", Minutes, Aggregation.Quantile, Decrease, "first_reply_minutes", "Median business minutes to the first reply, completed clocks.", Quantile: 0.5),
        new("first_reply_p90", "First reply, P90", Minutes, Aggregation.Quantile, Decrease, "first_reply_minutes", "90th percentile of business minutes to the first reply, completed clocks.", Quantile: 0.9),
        new("next_reply_p50", "Next reply, median", Minutes, Aggregation.Quantile, Decrease, "next_reply_minutes", "Median business minutes to a next reply, completed clocks.", Quantile: 0.5),
        new("next_reply_p90", "Next reply, P90", Minutes, Aggregation.Quantile, Decrease, "next_reply_minutes", "90th percentile of business minutes to a next reply, completed clocks.", Quantile: 0.9),
        new("resolution_p50", "Resolution, median", Minutes, Aggregation.Quantile, Decrease, "resolution_minutes", "Median business minutes of waiting to resolution, completed clocks.", Quantile: 0.5),
        new("resolution_p90", "Resolution, P90", Minutes, Aggregation.Quantile, Decrease, "resolution_minutes", "90th percentile of business minutes of waiting to resolution, completed clocks.", Quantile: 0.9),
    ];

    private static readonly Dictionary<string, MetricDefinition> ById = All.ToDictionary(metric => metric.Id, StringComparer.Ordinal);

    public static MetricDefinition? Find(string id) => ById.GetValueOrDefault(id);

    /// <exception cref="QuestionException">No metric has this id; the message lists those that exist.</exception>
    public static MetricDefinition Get(string id) =>
        Find(id) ?? throw new QuestionException($"There is no metric '{id}'. The metrics are {string.Join(", ", All.Select(metric => metric.Id))}.");
}
