namespace KpiPulse.Metrics.Tickets;

/// <summary>One ticket with all that is judged about it, and how it came to that.</summary>
public sealed record TicketStory(
    TicketHead Head, IReadOnlyList<TicketClock> Clocks, IReadOnlyList<TicketEvent> Events, IReadOnlyList<TicketAnswer> Answers, IReadOnlyList<TicketReview> Reviews);

/// <summary>The ticket as it stands. Instants are UTC.</summary>
public sealed record TicketHead(
    string SourceSystem,
    string TicketId,
    string Basis,
    DateTime CreatedAt,
    DateTime? FirstReplyAt,
    DateTime? LastSolvedAt,
    int? Reopens,
    bool IsTest,
    bool IsVoid,
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
    string? Subcategory);

/// <summary>One promise: what it gave, what was used of it, and every stretch of time in between.</summary>
public sealed record TicketClock(ClockResult Result, IReadOnlyList<ClockPiece> Pieces)
{
    public DateTime StartsAt => Pieces.Count > 0 ? Pieces[0].StartsAt : Result.ClockStartAt;

    public DateTime EndsAt => Pieces.Count > 0 ? Pieces[^1].EndsAt : Result.CompletedAt ?? Result.ClockStartAt;
}

/// <summary>What became of one clock: FRT, NRT, RES, AWT or OLA.</summary>
public sealed record ClockResult
{
    public required string Clock { get; init; }
    public int Cycle { get; init; }
    public DateTime ClockStartAt { get; init; }
    public double? TargetMinutes { get; init; }
    public double? ElapsedMinutes { get; init; }
    public string? PolicyId { get; init; }
    public int? PolicyVersion { get; init; }
    public string? CalendarId { get; init; }
    public DateTime? DueAt { get; init; }
    public DateTime? BreachAt { get; init; }
    public DateTime? CompletedAt { get; init; }

    /// <summary>met | missed | pending | excluded.</summary>
    public required string Outcome { get; init; }
    public string? ExclusionReason { get; init; }
    public string? OwnerTeam { get; init; }
}

/// <param name="Kind">running | out_of_hours | paused | solved | no_policy | void.</param>
/// <param name="UsedMinutes">Of the target, at the end of the piece.</param>
public sealed record ClockPiece(DateTime StartsAt, DateTime EndsAt, string Kind, string Rule, string? CalendarId, string? Priority, string? Team, double Minutes, double UsedMinutes);

public sealed record TicketEvent(DateTime OccurredAt, string Type, string ActorType, bool IsPublic, string? OldValue, string? NewValue);

/// <param name="IsLatest">The score that counts; an earlier one was edited.</param>
public sealed record TicketAnswer(string SurveyId, DateTime? SentAt, DateTime RespondedAt, int Score, int ScaleMax, string? Comment, string? Language, bool IsLatest);

/// <param name="ExclusionReason">Why it is not part of the quality metrics; null when it is.</param>
public sealed record TicketReview(
    string ReviewId, DateTime ReviewedAt, string Scorecard, string State, string Sampling, double? RawScore, double? FinalScore, double? PassMark, bool? IsPassed, bool IsAutoFailed,
    string? ExclusionReason, IReadOnlyList<ReviewItem> Items);

/// <param name="Value">Null for not applicable.</param>
public sealed record ReviewItem(string Name, double? Weight, double? Value, double? ScaleMax, string? Critical, string? Comment);
