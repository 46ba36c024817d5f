using KpiPulse.Metrics.RootCause;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Misses;

/// <param name="Rows">Those of the reader's scope.</param>
/// <param name="Hidden">How many rows lie outside of it.</param>
public sealed record KeptEvidence(EvidenceSet Set, IReadOnlyList<DimensionFilter> Filters, IReadOnlyList<EvidenceRow> Rows, int Hidden);

/// <summary>Keeps and reopens evidence sets.</summary>
public sealed class EvidenceShelf(KpiWarehouse warehouse, MetricEngine engine)
{
    /// <summary>Draws from the harmed rows of the cause, exactly those its list shows, and keeps them.</summary>
    /// <returns>The id.</returns>
    public int Keep(RootCauseAnswer answer, Cause cause, string statement, Scope scope, string? by)
    {
        IReadOnlyList<DimensionFilter> where =
        [
            .. answer.Question.Where.Where(filter => !cause.Where.ContainsKey(filter.Dimension)),
            .. cause.Where.Select(pair => new DimensionFilter(pair.Key, [pair.Value])),
        ];
        where = scope.Narrow(where);
        var rows = engine.Tickets(answer.Question with { Where = where }, scope, answer.Harm).Rows;
        return warehouse.Write(session =>
        {
            var id = session.Scalar<int>("next_evidence_id");
            session.Execute("keep_evidence_set", new
            {
                evidence_id = id,
                metric = answer.Metric.Id,
                week = answer.Week.ToString(),
                basis = answer.Question.Basis,
                statement,
                outcome = answer.Harm == Outcome.Met ? "met" : "missed",
                drawn_from = (long)rows.Count,
                seed = id,
                created_at = warehouse.Clock.GetUtcNow().UtcDateTime,
                created_by = by,
            });
            foreach (var filter in where)
            {
                foreach (var value in filter.Values)
                    session.Execute("keep_evidence_filter", new { evidence_id = id, dimension = filter.Dimension, value });
            }

            foreach (var (row, position) in EvidenceSample.Draw(rows, EvidenceSample.Largest, seed: id).Select((row, index) => (row, index + 1)))
                Keep(session, id, position, row);
            return id;
        });
    }

    /// <summary>Null when no set has this id, or none of its rows is the reader's.</summary>
    public KeptEvidence? Find(int id, Scope scope)
    {
        using var session = warehouse.Read();
        if (session.Query<EvidenceSet>("evidence_sets", new { evidence_id = id }, new SqlSlots().Set("filters", "and evidence_id = $evidence_id")) is not [var set])
            return null;

        var filters = session.Query<FilterRow>("evidence_filters", new { evidence_id = id });
        var rows = session.Query<EvidenceRow>("evidence_rows", new { evidence_id = id });
        var visible = rows.Where(row => row.IsWithin(scope)).ToList();
        IReadOnlyList<DimensionFilter> where = [.. filters.GroupBy(filter => filter.Dimension).Select(group => new DimensionFilter(group.Key, [.. group.Select(filter => filter.Value)]))];
        if (scope.SeesRows && scope.Covers(where))
            return new KeptEvidence(set, where, visible, rows.Count - visible.Count);

        // The sentence speaks of rows that are not this reader's; their own rows are still theirs to look at and to code.
        return !scope.SeesRows || visible.Count == 0
            ? null
            : new KeptEvidence(set with { Statement = set.Citation, DrawnFrom = visible.Count }, scope.Limits, visible, Hidden: 0);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<EvidenceSet> OfWeek(string metric, IsoWeek week, Scope scope)
    {
        IReadOnlyList<EvidenceSet> sets;
        using (var session = warehouse.Read())
            sets = session.Query<EvidenceSet>("evidence_sets", new { metric, week = week.ToString() }, new SqlSlots().Set("filters", "and metric = $metric and week = $week"));
        return [.. sets.Select(set => Find(set.EvidenceId, scope)?.Set).OfType<EvidenceSet>()];
    }

    private static void Keep(Session session, int id, int position, TicketRow row) => session.Execute("keep_evidence_row", new
    {
        evidence_id = id,
        position,
        source_system = row.SourceSystem,
        ticket_id = row.TicketId,
        subject_id = row.SubjectId,
        attributed_at = row.AttributedAt,
        market = row.Market,
        lob = row.Lob,
        tier = row.Tier,
        channel = row.Channel,
        site = row.Site,
        team = row.Team,
        priority = row.Priority,
        language = row.Language,
        category = row.Category,
        subcategory = row.Subcategory,
        created_at = row.CreatedAt,
        solved_at = row.SolvedAt,
    });

    private sealed record FilterRow(string Dimension, string Value);
}
