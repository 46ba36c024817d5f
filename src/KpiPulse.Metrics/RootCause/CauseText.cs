using System.Globalization;

namespace KpiPulse.Metrics.RootCause;

/// <summary>An answer in sentences: the same words on the page, in the report, on the command line and in the API.</summary>
public sealed class CauseText(RootCauseAnswer answer, Dimensions dimensions, CultureInfo culture)
{
    private const double Mostly = 0.7;

    private MetricDefinition Metric => answer.Metric;

    /// <summary><c>Site MNL-2 · Category refund</c>.</summary>
    public string NameOf(IReadOnlyDictionary<string, string> where) => string.Join(" · ", dimensions.All
        .Where(dimension => where.ContainsKey(dimension.Id))
        .Select(dimension => $"{dimension.Label} {where[dimension.Id]}"));

    /// <summary>The finding, for a heading.</summary>
    public string Headline()
    {
        if (answer.Explanation is not { } found)
            return $"{Metric.Label} {answer.Week}: cannot tell";
        var moved = $"{Metric.Label} {Rate(found.Before)} → {Rate(found.After)}";
        if (!found.IsReal)
            return found.Causes.Count == 0 ? $"{moved}: within usual variation" : $"{moved}: usual as a whole, but not everywhere";
        if (answer.Against.Kind == BaselineKind.Target)
            return $"{moved}: {(answer.IsImprovement ? "better than" : "short of")} its target";
        return $"{moved}: {(answer.IsImprovement ? Gain(found) : Harm(found))}";
    }

    public string Verdict()
    {
        if (answer.Explanation is not { } found)
            return answer.CannotTell!;
        var change = MetricFormat.Points(found.Split.Change, culture);
        var usual = $"{MetricFormat.Points(found.Gate.Low, culture)} to {MetricFormat.Points(found.Gate.High, culture)}";
        var rows = $"{Count(found.After.N)} {answer.RowsNoun}";
        var against = answer.Against.Kind == BaselineKind.Target ? "from the target" : $"against {BaselineName()}";
        if (!found.IsReal)
        {
            return $"{change} on {rows} {against} is within usual variation, which reaches {usual} in 99 of 100 weeks."
                + (found.Causes.Count == 0 ? " Nothing to explain." : $" Still, {(found.Causes.Count == 1 ? "one part" : $"{found.Causes.Count} parts")} moved beyond chance and usual drift.");
        }

        return (found.Gate.IsExceeded
                ? $"A real change: {change} on {rows} {against}, where chance and usual drift reach {usual}. "
                : $"{change} on {rows} {against}: its size alone could be chance ({usual} in 99 of 100 weeks), what it is made of could not. ")
            + Parts(found.Split) + Carried(found);
    }

    public string Statement(Cause cause) => cause.Kind == CauseKind.Rate ? OfRate(cause) : OfMix(cause);

    /// <summary>The values alone, for a chart's narrow label.</summary>
    public string ShortNameOf(IReadOnlyDictionary<string, string> where) => string.Join(" ", dimensions.All
        .Where(dimension => where.ContainsKey(dimension.Id))
        .Select(dimension => dimension.Id == "tier" ? $"T{where[dimension.Id]}" : where[dimension.Id]));

    /// <summary>What else describes the same rows; empty where nothing does.</summary>
    public string Equivalents(Cause cause) => string.Join("; ", cause.Equivalents.Select(other => $"{NameOf(other.Where)} ({Percent(other.Overlap)})"));

    public string BaselineName() => answer.Against.Kind switch
    {
        BaselineKind.FourWeekMean when answer.BaselineWeeks.Count == 4 => "the mean of the four weeks before",
        BaselineKind.FourWeekMean when answer.BaselineWeeks.Count > 1 => $"the mean of {string.Join(", ", answer.BaselineWeeks)}",
        BaselineKind.FourWeekMean => $"{string.Join("", answer.BaselineWeeks)}, the only one of the four weeks before with data",
        BaselineKind.Target => "target",
        _ => answer.Against.WeeksBefore(answer.Week)[0].ToString(),
    };

    public static string StatusName(ClaimStatus status) => status switch
    {
        ClaimStatus.Supported => "supported",
        ClaimStatus.Suggestive => "suggestive",
        _ => "not_supported",
    };

    private string OfRate(Cause cause)
    {
        var interval = $"{MetricFormat.Points(cause.ContributionLow, culture)} to {MetricFormat.Points(cause.ContributionHigh, culture)}";
        var text = $"{Metric.Label} {Rate(cause.Before)} → {Rate(cause.After)} on {Count(cause.After.N)} {answer.RowsNoun}; that is {MetricFormat.Points(cause.Contribution, culture)} of the whole (95% {interval}).";
        if (cause.Trigger is { } trigger)
        {
            var times = trigger.VolumeRatio.ToString("0.0", culture);
            text += trigger.Where.Count == cause.Where.Count ? $" It came {times} times as often." : $" Within it {NameOf(Added(trigger.Where, cause.Where))} came {times} times as often.";
        }

        return text;
    }

    private string OfMix(Cause cause)
    {
        var found = answer.Explanation!;
        return $"{Percent(cause.Before.N / found.Before.N)} → {Percent(cause.After.N / found.After.N)} of all {answer.RowsNoun}, at {Rate(cause.After)}; "
            + $"the shift of proportions alone is {MetricFormat.Points(cause.Contribution, culture)} of the whole.";
    }

    private string Carried(Explanation found)
    {
        if (found.IsDiffuse)
            return "It is spread over many parts: no single cause was found.";
        var supported = found.Causes.Count(cause => cause.Status == ClaimStatus.Supported);
        var carried = found.Split.Change == 0 ? 0 : found.Causes.Sum(cause => cause.Contribution) / found.Split.Change;
        var share = carried is > 0 and <= 1 ? $"{Percent(carried)} of it" : "all of it";
        return $"{(found.Causes.Count == 1 ? "One cause carries" : $"{found.Causes.Count} causes carry")} {share}; {(supported == found.Causes.Count ? "tested and supported" : $"{supported} supported")}.";
    }

    private static string Harm(Explanation found) => found.Verdict switch
    {
        MoveVerdict.Rate => "worse rates, hardly mix",
        MoveVerdict.Mix => "other proportions, not worse work",
        _ => "worse rates and other proportions",
    };

    private static string Gain(Explanation found) => RateShare(found) switch
    {
        >= Mostly => "better rates, hardly mix",
        <= 1 - Mostly => "other proportions, not better work",
        _ => "better rates and other proportions",
    };

    private static double RateShare(Explanation found) => found.Split.Change == 0 ? 0.5 : found.Split.RateEffect / found.Split.Change;

    private static Dictionary<string, string> Added(IReadOnlyDictionary<string, string> trigger, IReadOnlyDictionary<string, string> cause) =>
        trigger.Where(pair => !cause.ContainsKey(pair.Key)).ToDictionary();

    private string Parts(RateMixSplit split) => answer.Against.Kind == BaselineKind.Target
        ? ""
        : $"{MetricFormat.Points(split.RateEffect, culture)} from rates, {MetricFormat.Points(split.MixEffect, culture)} from proportions. ";

    private string Rate(Measured measured) => MetricFormat.Percent(measured.Rate, culture);

    private string Percent(double share) => share.ToString("P0", culture).Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal);

    private string Count(double count) => MetricFormat.Count(count, culture);
}
