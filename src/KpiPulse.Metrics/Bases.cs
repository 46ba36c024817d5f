namespace KpiPulse.Metrics;

/// <summary>Which of several bases a single figure shows: they are never mixed in one number (amendment 3), the others are named beside it.</summary>
public static class Bases
{
    private static readonly string[] BestFirst = ["events", "timestamps", "due_at", "declared", "manual", "auto"];

    public static int Rank(string? basis) => basis is null ? -1 : Array.IndexOf(BestFirst, basis);

    public static T? Best<T>(IEnumerable<T> items, Func<T, string?> basisOf) => items.OrderBy(item => Rank(basisOf(item))).FirstOrDefault();
}
