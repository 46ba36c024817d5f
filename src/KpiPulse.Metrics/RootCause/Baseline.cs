namespace KpiPulse.Metrics.RootCause;

public enum BaselineKind
{
    Previous,
    FourWeekMean,
    Week,

    /// <summary>The goal in force: chronic gaps, which no comparison of weeks can see.</summary>
    Target,
}

/// <summary>What a week is compared with.</summary>
public sealed record Baseline(BaselineKind Kind, IsoWeek? Named = null)
{
    public const string Forms = "previous, four_week_mean, target or a week as 2026-W45";

    private const int WeeksOfMean = 4;

    public static readonly Baseline Previous = new(BaselineKind.Previous);

    public static readonly Baseline FourWeekMean = new(BaselineKind.FourWeekMean);

    public static readonly Baseline Target = new(BaselineKind.Target);

    /// <exception cref="QuestionException">The text is none of the forms.</exception>
    public static Baseline Parse(string? text) => text switch
    {
        null or "" or "previous" => Previous,
        "four_week_mean" => FourWeekMean,
        "target" => Target,
        _ when IsoWeek.TryParse(text, out var week) => new Baseline(BaselineKind.Week, week),
        _ => throw new QuestionException($"'{text}' is nothing to compare with. Write {Forms}."),
    };

    /// <summary>The weeks whose rows are the baseline; none for a target.</summary>
    public IReadOnlyList<IsoWeek> WeeksBefore(IsoWeek week) => Kind switch
    {
        BaselineKind.Previous => [week.Previous],
        BaselineKind.FourWeekMean => [.. Enumerable.Range(-WeeksOfMean, WeeksOfMean).Select(week.AddWeeks)],
        BaselineKind.Week when Named == week => throw new QuestionException($"{week} cannot be compared with itself. Write {Forms}."),
        BaselineKind.Week => [Named!.Value],
        _ => [],
    };

    public override string ToString() => Kind switch
    {
        BaselineKind.Previous => "previous",
        BaselineKind.FourWeekMean => "four_week_mean",
        BaselineKind.Target => "target",
        _ => Named.ToString()!,
    };
}
