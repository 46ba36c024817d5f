using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Reporting.Charts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>An answer to "why" in blocks: where the points went, what carried them, what did not.</summary>
internal static class CauseBlocks
{
    private const int MostCauses = 3;

    public static Block Waterfall(RootCauseAnswer answer, CauseText text, float height) => WaterfallChart.Of(answer, text, _ => null, WeeklyReport.Culture) is { } model
        ? new ChartBlock(model, height)
        : new TextBlock(answer.CannotTell ?? "", Paper.Body, Palette.Usual);

    /// <param name="where">The cell that is explained; causes lie within it.</param>
    public static Stack Statements(RootCauseAnswer answer, CauseText text, Printed printed, IReadOnlyList<DimensionFilter> where, int mostRejected)
    {
        var found = answer.Explanation;
        return new Stack(
        [
            .. (found?.Causes ?? []).Take(MostCauses).Select((cause, index) => new Stack(
            [
                new TextBlock(text.NameOf(cause.Where), Paper.Strong) { Link = printed.MetricLink(answer.Metric, [.. where.Where(filter => !cause.Where.ContainsKey(filter.Dimension)), .. cause.Where.Select(pair => new DimensionFilter(pair.Key, [pair.Value]))]) },
                new TextBlock(text.Statement(cause), Paper.Body),
                .. cause.Equivalents.Count > 0 ? [new TextBlock($"Describes nearly the same {answer.RowsNoun}: {text.Equivalents(cause)}", Paper.Small, Palette.Usual)] : Array.Empty<Block>(),
                new TextBlock($"{StatusName(cause.Status)} · evidence {EvidenceId(answer, index)} · {string.Join(", ", cause.Tests.Select(test => $"{test.Name.Replace('_', ' ')} {(test.IsPassed ? "passed" : "failed")}"))}", Paper.Small, Palette.Usual),
            ], gap: 1)),
            .. found is { Rejected.Count: > 0 }
                ? [new TextBlock($"Looked at and not the cause: {string.Join("; ", found.Rejected.Take(mostRejected).Select(rejected => $"{text.NameOf(rejected.Where)} ({rejected.Reason})"))}.", Paper.Small, Palette.Usual)]
                : Array.Empty<Block>(),
        ], gap: 6);
    }

    public static string StatusName(ClaimStatus status) => status switch
    {
        ClaimStatus.Supported => "Supported",
        ClaimStatus.Suggestive => "Suggestive",
        _ => "Not supported",
    };

    /// <summary>Names the rows behind a sentence, the same in every print.</summary>
    private static string EvidenceId(RootCauseAnswer answer, int cause) =>
        string.Join('/', ((string[])[answer.Metric.Id, answer.Week.ToString(), string.Join('-', answer.Question.Where.SelectMany(filter => filter.Values)), $"{cause + 1}"]).Where(part => part.Length > 0)).Replace(' ', '_');
}
