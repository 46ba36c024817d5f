namespace KpiPulse.Metrics.Review;

/// <summary>What people may write into the review.</summary>
internal static class Words
{
    public const int LongestName = 80;

    /// <exception cref="QuestionException">Empty, or too long; the message says so.</exception>
    public static string Of(string? text, string what, int longest) => text?.Trim() switch
    {
        null or "" => throw new QuestionException($"{what} is empty. Write a few words."),
        { Length: var length } when length > longest => throw new QuestionException($"{what} has {length} characters; {longest} are the most."),
        var words => words,
    };
}
