using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Tickets;

/// <summary>Reads one ticket's story, and what the clocks of many have used.</summary>
public sealed class TicketReader(KpiWarehouse warehouse, MetricEngine engine)
{
    // The customer's promises first.
    private static readonly string[] ClocksInOrder = ["FRT", "NRT", "RES", "AWT", "OLA"];

    /// <summary>Null when there is no such ticket within the reader's scope.</summary>
    public TicketStory? Read(string source, string ticketId, Scope scope, DateTime? asOf = null)
    {
        if (!scope.SeesRows)
            return null;

        using var session = warehouse.Read();
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["source_system"] = source, ["ticket_id"] = ticketId };
        var slots = new SqlSlots().Set("filters", FilterSql.Of(scope.Limits, engine.Dimensions, arguments, "facts."));
        if (session.Query<TicketHead>("ticket_story", arguments, slots) is not [var head, ..])
            return null;

        var key = new { source_system = source, ticket_id = ticketId };
        return new TicketStory(
            head with { Agent = engine.Pseudonyms.Of(head.Agent, scope) },
            ClocksOf(session, source, ticketId, asOf ?? warehouse.DataUntil ?? DateTime.UnixEpoch),
            session.Query<TicketEvent>("ticket_events", key),
            [.. session.Query<TicketAnswer>("ticket_answers", key).Select(answer => answer with { Comment = PersonalData.Mask(answer.Comment) })],
            ReviewsOf(session.Query<ReviewRow>("ticket_reviews", key)));
    }

    /// <summary>Tickets of this number within the reader's scope: one, unless several sources use it.</summary>
    public IReadOnlyList<(string Source, string Id)> Named(string ticketId, Scope scope)
    {
        if (!scope.SeesRows)
            return [];

        using var session = warehouse.Read();
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["ticket_id"] = ticketId };
        return [.. session.Query<NamedRow>("tickets_named", arguments, new SqlSlots().Set("filters", FilterSql.Of(scope.Limits, engine.Dimensions, arguments, "facts."))).Select(row => (row.SourceSystem, row.TicketId))];
    }

    /// <summary>Used and promised minutes by subject id; rows of other metrics have none.</summary>
    public IReadOnlyDictionary<string, ClockUse> UseOf(IReadOnlyList<TicketRow> rows, DateTime? asOf = null)
    {
        if (rows.Count == 0)
            return new Dictionary<string, ClockUse>();

        using var session = warehouse.Read();
        return session.Query<ClockUse>("clocks_of_subjects", new
        {
            tickets = rows.Select(row => row.TicketId).Distinct().ToArray(),
            subjects = rows.Select(row => row.SubjectId).ToArray(),
            // A history may begin a little before what the ticket's row says.
            from_at = rows.Min(row => row.CreatedAt).AddDays(-1),
            until_at = rows.Max(row => row.AttributedAt > row.CreatedAt ? row.AttributedAt : row.CreatedAt),
            as_of = asOf ?? warehouse.DataUntil ?? DateTime.UnixEpoch,
        }).DistinctBy(use => use.SubjectId).ToDictionary(use => use.SubjectId, StringComparer.Ordinal);
    }

    private List<TicketClock> ClocksOf(Session session, string source, string ticketId, DateTime asOf)
    {
        var key = new Dictionary<string, object?>(StringComparer.Ordinal) { ["source_system"] = source, ["ticket_id"] = ticketId };
        var pieces = OfHistory<PieceRow>(session, "sla_clock_replay", key).ToLookup(piece => (piece.Clock, piece.Cycle));
        return [.. OfHistory<ClockResult>(session, "sla_clocks_as_of", new(key, StringComparer.Ordinal) { ["as_of"] = asOf })
            .OrderBy(result => Array.IndexOf(ClocksInOrder, result.Clock)).ThenBy(result => result.Cycle)
            .Select(result => new TicketClock(result, PiecesOf(pieces[(result.Clock, result.Cycle)])))];
    }

    /// <summary>A query that computes the one ticket's history in passing.</summary>
    private IReadOnlyList<T> OfHistory<T>(Session session, string query, Dictionary<string, object?> arguments) =>
        session.Query<T>(query, arguments, new SqlSlots().Set("histories", TicketSlices.OfOne(warehouse, session.TextOf(query))));

    private static List<ClockPiece> PiecesOf(IEnumerable<PieceRow> rows)
    {
        var used = 0.0;
        return [.. rows.Select(row => new ClockPiece(
            row.StartsAt, row.EndsAt, row.Kind, row.Rule, row.CalendarId, row.Priority, row.Team, row.Minutes, used += row.Kind == "running" ? row.Minutes : 0))];
    }

    private static List<TicketReview> ReviewsOf(IReadOnlyList<ReviewRow> rows) => [.. rows.GroupBy(row => row.ReviewId).Select(group =>
    {
        var row = group.First();
        return new TicketReview(
            row.ReviewId, row.ReviewedAt, $"{row.ScorecardId} v{row.ScorecardVersion}", row.State, row.Sampling, row.RawScore, row.FinalScore, row.PassMark, row.IsPassed, row.IsAutoFailed, row.ExclusionReason,
            [.. group.Where(item => item.Item is not null).Select(item => new ReviewItem(item.Item!, item.Weight, item.Value, item.ScaleMax, item.Critical, PersonalData.Mask(item.Comment)))]);
    })];

    private sealed record PieceRow(
        string Clock, int Cycle, DateTime StartsAt, DateTime EndsAt, string Kind, string Rule, string? CalendarId, string? PolicyId, int? PolicyVersion, string? Priority, string? Team, double Minutes);

    private sealed record NamedRow(string SourceSystem, string TicketId);

    private sealed record ReviewRow(
        string ReviewId, DateTime ReviewedAt, string ScorecardId, int ScorecardVersion, string State, string Sampling, double? RawScore, double? FinalScore, double? PassMark, bool? IsPassed, bool IsAutoFailed,
        string? ExclusionReason, string? Item, double? Weight, double? Value, double? ScaleMax, string? Critical, string? Comment);
}

/// <summary>How much of a promise was used.</summary>
public sealed record ClockUse(string SubjectId, double ElapsedMinutes, double? TargetMinutes, bool IsMissed);
