using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Reporting;

namespace KpiPulse.Web.Pages.Why;

/// <summary>The way down by hand: one dimension after the other, each step a URL of its own.</summary>
/// <param name="Crumbs">From everything to here; the last is the reader's place.</param>
/// <param name="Ahead">Dimensions of the path that are still open after the shown one.</param>
public sealed record Walk(
    Dimension Dimension, Kitagawa Split, IReadOnlyList<WalkRow> Rows, IReadOnlyList<PageOption> Crumbs, IReadOnlyList<string> Ahead, IReadOnlyList<PageOption> Others)
{
    private const int MostRows = 20;

    private static readonly string[] Path = ["market", "lob", "tier", "site", "team", "category"];

    /// <param name="everything">What the first crumb is called.</param>
    public static Walk? Of(RootCauseAnswer answer, View view, Dimensions dimensions, string? by, string everything)
    {
        var against = answer.Against.ToString();
        var open = Path.Concat(answer.Searched.Except(Path)).Where(id => answer.Searched.Contains(id) && view.ValuesOf(id).Count != 1).ToList();
        var shown = by is not null && open.Contains(by) ? by : open.Find(id => answer.SplitBy(id) is { Segments.Count: > 1 });
        if (shown is null || answer.SplitBy(shown) is not { } split)
            return null;

        var harmFirst = answer.Metric.Direction == ImprovementDirection.Decrease != answer.IsImprovement
            ? split.Segments.OrderByDescending(effect => effect.TotalEffect)
            : split.Segments.OrderBy(effect => effect.TotalEffect);
        return new Walk(
            dimensions.Get(shown),
            split,
            [.. harmFirst.Take(MostRows).Select(effect => new WalkRow(effect, HrefOf(effect.Segment.Name)))],
            [.. CrumbsOf(answer, view, everything)],
            [.. Path.Where(id => id != shown && open.Contains(id) && answer.SplitBy(id) is { Segments.Count: > 1 }).Select(id => dimensions.Get(id).Label)],
            [.. open.Where(id => id != shown).Select(id => new PageOption(dimensions.Get(id).Label, view.WhyPage(answer.Metric.Id, against, id), false))]);

        string? HrefOf(string value) => value == Kitagawa.SmallSegments ? null : view.With(shown, value).WhyPage(answer.Metric.Id, against);
    }

    private static IEnumerable<PageOption> CrumbsOf(RootCauseAnswer answer, View view, string everything)
    {
        var against = answer.Against.ToString();
        var walked = view.Where.OrderBy(filter => Array.IndexOf(Path, filter.Dimension) is var place and >= 0 ? place : Path.Length).ToList();
        yield return new PageOption(everything, (view with { Where = [] }).WhyPage(answer.Metric.Id, against), walked.Count == 0);
        for (var depth = 1; depth <= walked.Count; depth++)
        {
            var here = view with { Where = [.. walked.Take(depth)] };
            yield return new PageOption(string.Join(", ", walked[depth - 1].Values.Select(MetricText.DimensionValue)), here.WhyPage(answer.Metric.Id, against), depth == walked.Count);
        }
    }
}

/// <param name="Href">Null for small segments taken together.</param>
public sealed record WalkRow(SegmentEffect Effect, string? Href);
