using KpiPulse.Metrics.Review;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Plans;

/// <summary>Drafts plans from causes, starts them, and keeps what was written.</summary>
public sealed class RecoveryPlans(KpiWarehouse warehouse)
{
    public const int LongestText = 500;

    private const int WeeksLong = 6;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RecoveryPlan> All(Scope scope)
    {
        using var session = warehouse.Read();
        var filters = session.Query<FilterRow>("plan_filters").ToLookup(row => row.PlanId);
        return [.. session.Query<PlanRow>("plans").Select(row => row.ToPlan(filters[row.PlanId])).Where(plan => plan.IsWithin(scope))];
    }

    /// <summary>Null when no plan of the reader's has this id.</summary>
    public RecoveryPlan? Find(int planId, Scope scope) => All(scope).FirstOrDefault(plan => plan.PlanId == planId);

    /// <summary>A draft about a cause, with what can be said of it already: its own number before is the goal, its level now the hypothesis.</summary>
    /// <param name="statement">The sentence that names the cause.</param>
    /// <returns>The id.</returns>
    public int Draft(RootCauseAnswer answer, Cause cause, string name, string statement, int? evidenceId, string? by)
    {
        var target = answer.Against.Kind == BaselineKind.Target ? answer.Point?.Target : null;
        var goal = target ?? cause.Before.Rate ?? answer.Point?.Target ?? 0;
        var start = IsoWeek.Of(DateOnly.FromDateTime(warehouse.Clock.GetUtcNow().UtcDateTime)).Next;
        var terms = new PlanTerms(
            $"{answer.Metric.Label} is lost at {name}. If that is what went wrong, mending it brings it back.",
            "", "", Math.Round(goal, 3), Period.LastWeeks(start.AddWeeks(WeeksLong - 1), WeeksLong),
            "Over when the goal is held for two weeks in a row, or at the end of the window, whichever comes first.");
        IReadOnlyList<DimensionFilter> where =
        [
            .. answer.Question.Where.Where(filter => !cause.Where.ContainsKey(filter.Dimension)),
            .. cause.Where.Select(pair => new DimensionFilter(pair.Key, [pair.Value])),
        ];
        return warehouse.Write(session =>
        {
            var id = session.Scalar<int>("next_plan_id");
            session.Execute("add_plan", new
            {
                plan_id = id,
                metric = answer.Metric.Id,
                week = answer.Week.ToString(),
                basis = answer.Question.Basis,
                statement,
                evidence_id = evidenceId,
                created_at = Now,
                created_by = by,
            });
            foreach (var filter in where)
            {
                foreach (var value in filter.Values)
                    session.Execute("add_plan_filter", new { plan_id = id, dimension = filter.Dimension, value });
            }

            Add(session, id, PlanState.Draft, terms, by);
            return id;
        }, readState: false);
    }

    /// <summary>Writes a draft anew.</summary>
    /// <exception cref="QuestionException">The plan is no draft any more; the message says what it is.</exception>
    public void Change(RecoveryPlan plan, PlanTerms terms, string? by) => Write(plan, PlanState.Draft, Short(terms), by);

    /// <summary>Fixes the terms.</summary>
    /// <exception cref="QuestionException">A term is missing, or the plan is no draft any more; the message says which.</exception>
    public void Start(RecoveryPlan plan, PlanTerms terms, string? by)
    {
        var whole = terms with
        {
            Hypothesis = Words.Of(terms.Hypothesis, "The hypothesis", LongestText),
            Lever = Words.Of(terms.Lever, "What will be done", LongestText),
            Owner = Words.Of(terms.Owner, "The owner", Words.LongestName),
            ExitRule = Words.Of(terms.ExitRule, "The exit rule", LongestText),
        };
        if (whole.Window.DayCount < 7)
            throw new QuestionException("The window is shorter than a week: no weekly number could show what came of it.");
        if (plan.Metric.Unit == MetricUnit.Share && whole.Goal is <= 0 or > 1)
            throw new QuestionException($"The goal of {plan.Metric.Label} is a share above 0 and up to 100 %.");
        Write(plan, PlanState.Started, whole, by);
    }

    public void Drop(RecoveryPlan plan, string? by) => Write(plan, PlanState.Dropped, plan.Terms, by);

    private static PlanTerms Short(PlanTerms terms) => terms with
    {
        Hypothesis = Cut(terms.Hypothesis, LongestText),
        Lever = Cut(terms.Lever, LongestText),
        Owner = Cut(terms.Owner, Words.LongestName),
        ExitRule = Cut(terms.ExitRule, LongestText),
    };

    private static string Cut(string text, int longest) => text.Trim() is var words && words.Length > longest
        ? throw new QuestionException($"A text has {words.Length} characters; {longest} are the most.")
        : words;

    private DateTime Now => warehouse.Clock.GetUtcNow().UtcDateTime;

    private void Write(RecoveryPlan plan, PlanState state, PlanTerms terms, string? by)
    {
        if (warehouse.Write(session => Add(session, plan.PlanId, state, terms, by), readState: false) == 0)
            throw new QuestionException($"{plan.Citation} is no draft any more: what was started or dropped stays as it is.");
    }

    private int Add(Session session, int planId, PlanState state, PlanTerms terms, string? by) => session.Execute("add_plan_version", new
    {
        plan_id = planId,
        state = state.ToString().ToLowerInvariant(),
        hypothesis = terms.Hypothesis,
        lever = terms.Lever,
        owner = terms.Owner,
        goal = terms.Goal,
        from_on = terms.Window.Start,
        until_on = terms.Window.End,
        exit_rule = terms.ExitRule,
        written_at = Now,
        written_by = by,
    });

    private sealed record FilterRow(int PlanId, string Dimension, string Value);

    private sealed record PlanRow(
        int PlanId, string Metric, string Week, string? Basis, string Statement, int? EvidenceId, DateTime CreatedAt, string? CreatedBy, string State,
        string Hypothesis, string Lever, string Owner, double Goal, DateOnly FromOn, DateOnly UntilOn, string ExitRule, DateTime WrittenAt, string? WrittenBy)
    {
        public RecoveryPlan ToPlan(IEnumerable<FilterRow> filters) => new(
            PlanId, MetricCatalog.Get(Metric), IsoWeek.Parse(Week), Basis,
            [.. filters.GroupBy(row => row.Dimension).Select(group => new DimensionFilter(group.Key, [.. group.Select(row => row.Value)]))],
            Statement, EvidenceId, CreatedAt, CreatedBy, Enum.Parse<PlanState>(State, ignoreCase: true),
            new PlanTerms(Hypothesis, Lever, Owner, Goal, new Period(FromOn, UntilOn), ExitRule), WrittenAt, WrittenBy);
    }
}
