using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Review;

/// <summary>What a person has to say about a number: pinned to its week and cell, and still there next week.</summary>
/// <param name="Cell">The filters in one text (<see cref="CellOf"/>); empty for the whole.</param>
/// <param name="WrittenAt">UTC.</param>
public sealed record ReviewComment(string CommentId, DateOnly WeekStart, string Metric, string Cell, string Body, string Author, DateTime WrittenAt)
{
    public const int LongestBody = 2_000;

    public IsoWeek Week => IsoWeek.Of(WeekStart);

    /// <summary>The same filters in the same text, in whatever order they were asked: <c>lob=Age%20Support&amp;market=KR</c>.</summary>
    public static string CellOf(IReadOnlyList<DimensionFilter> where) => string.Join('&', where.OrderBy(filter => filter.Dimension, StringComparer.Ordinal)
        .Select(filter => $"{filter.Dimension}={string.Join(',', filter.Values.Order(StringComparer.Ordinal).Select(Uri.EscapeDataString))}"));

    /// <summary>The filters again.</summary>
    public IReadOnlyList<DimensionFilter> Where => Cell.Length == 0 ? [] : [.. Cell.Split('&').Select(part => part.Split('=', 2))
        .Select(part => new DimensionFilter(part[0], [.. part[1].Split(',').Select(Uri.UnescapeDataString)]))];
}

/// <summary>The comments of the review. Nothing is deleted; a withdrawn one is no longer shown.</summary>
public sealed class ReviewComments(KpiWarehouse warehouse)
{
    private const int WeeksKept = 13;

    // Every page asks, and few write.
    private volatile IReadOnlyList<ReviewComment>? all;

    /// <summary>Of one cell's number: those of the week and of the weeks before it, newest first.</summary>
    public IReadOnlyList<ReviewComment> Of(string metric, IReadOnlyList<DimensionFilter> where, IsoWeek week) =>
        [.. During(Period.LastWeeks(week, WeeksKept)).Where(comment => comment.Metric == metric && comment.Cell == ReviewComment.CellOf(where))];

    /// <summary>Of all numbers of a week, and of the week before: what was promised then is looked at now.</summary>
    public IReadOnlyList<ReviewComment> Of(IsoWeek week) => [.. During(Period.LastWeeks(week, 2))];

    /// <exception cref="QuestionException">Nothing written, or too much.</exception>
    public void Add(IsoWeek week, string metric, IReadOnlyList<DimensionFilter> where, string body, string author)
    {
        var comment = new
        {
            comment_id = Guid.CreateVersion7().ToString(),
            week_start = week.FirstDay,
            metric = MetricCatalog.Get(metric).Id,
            cell = ReviewComment.CellOf(where),
            body = Words.Of(body, "The comment", ReviewComment.LongestBody),
            author = Words.Of(author, "Your name", Words.LongestName),
            written_at = warehouse.Clock.GetUtcNow().UtcDateTime,
        };
        warehouse.Write(session => session.Execute("add_review_comment", comment), readState: false);
        all = null;
    }

    public void Withdraw(string commentId, string by)
    {
        var name = Words.Of(by, "Your name", Words.LongestName);
        warehouse.Write(session => session.Execute("withdraw_review_comment", new { comment_id = commentId, withdrawn_at = warehouse.Clock.GetUtcNow().UtcDateTime, withdrawn_by = name }), readState: false);
        all = null;
    }

    private IEnumerable<ReviewComment> During(Period days) => (all ??= Read()).Where(comment => days.Contains(comment.WeekStart));

    private IReadOnlyList<ReviewComment> Read()
    {
        using var session = warehouse.Read();
        return session.Query<ReviewComment>("review_comments");
    }
}
