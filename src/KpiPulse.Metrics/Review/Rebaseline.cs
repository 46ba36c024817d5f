using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Review;

/// <summary>A process was changed on purpose: from this week on, one number is judged by a usual range of its own.</summary>
/// <param name="Cell">The number's filters in one text (<see cref="ReviewComment.CellOf"/>); empty for the whole.</param>
/// <param name="WeekStart">First day of the first week of the new range.</param>
/// <param name="WrittenAt">UTC.</param>
public sealed record Rebaseline(string RebaselineId, string Metric, string Cell, DateOnly WeekStart, string Reason, string Author, DateTime WrittenAt)
{
    public const int LongestReason = 200;

    public IsoWeek Week => IsoWeek.Of(WeekStart);
}

/// <summary>All re-baselines that stand. Between two of them the limits are those of their own weeks.</summary>
public sealed class Rebaselines(KpiWarehouse warehouse)
{
    private readonly Lock gate = new();
    private IReadOnlyList<Rebaseline>? known;

    public IReadOnlyList<Rebaseline> All
    {
        get
        {
            lock (gate)
                return known ??= Read();
        }
    }

    /// <summary>Another one after every change: part of the key of what was worked out with them.</summary>
    public int Edition { get; private set; }

    /// <summary>Of one number, oldest first.</summary>
    public IReadOnlyList<Rebaseline> Of(MetricDefinition metric, IReadOnlyList<DimensionFilter> where) =>
        All.Count == 0 ? [] : [.. All.Where(one => one.Metric == metric.Id && one.Cell == ReviewComment.CellOf(where))];

    /// <exception cref="QuestionException">No reason, no name, or a number that has no such range; the message says which.</exception>
    public void Add(IsoWeek week, string metric, IReadOnlyList<DimensionFilter> where, string reason, string author)
    {
        var asked = MetricCatalog.Get(metric);
        if (asked.Aggregation == Aggregation.Level)
            throw new QuestionException($"{asked.Label} is a level and judged by its weekly step: a new level needs no new range.");

        var rebaseline = new
        {
            rebaseline_id = Guid.CreateVersion7().ToString(),
            metric = asked.Id,
            cell = ReviewComment.CellOf(where),
            week_start = week.FirstDay,
            reason = Words.Of(reason, "The reason", Rebaseline.LongestReason),
            author = Words.Of(author, "Your name", Words.LongestName),
            written_at = warehouse.Clock.GetUtcNow().UtcDateTime,
        };
        warehouse.Write(session => session.Execute("add_review_rebaseline", rebaseline), readState: false);
        Forget();
    }

    public void Withdraw(string rebaselineId, string by)
    {
        var name = Words.Of(by, "Your name", Words.LongestName);
        warehouse.Write(
            session => session.Execute("withdraw_review_rebaseline", new { rebaseline_id = rebaselineId, withdrawn_at = warehouse.Clock.GetUtcNow().UtcDateTime, withdrawn_by = name }),
            readState: false);
        Forget();
    }

    private void Forget()
    {
        lock (gate)
        {
            known = null;
            Edition++;
        }
    }

    private IReadOnlyList<Rebaseline> Read()
    {
        using var session = warehouse.Read();
        return session.Query<Rebaseline>("review_rebaselines");
    }
}
