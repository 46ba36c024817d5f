using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>The report's numbers as text blocks; each carries the question that it answers.</summary>
internal sealed class Printed(WeeklyReport report)
{
    public TextBlock Value(ScorecardCell cell, IReadOnlyList<DimensionFilter> where, TextStyle style, Ink? ink = null) =>
        Block(cell, where, FigurePart.Value, MetricText.Value(cell.Metric, cell.Point, WeeklyReport.Culture), style, ink);

    public TextBlock Part(ScorecardCell cell, IReadOnlyList<DimensionFilter> where, FigurePart part, TextStyle style, Ink? ink = null) =>
        Block(cell, where, part, TextOf(cell.Metric, cell.Point, part), style, ink);

    public Fraction Fraction(ScorecardCell cell, IReadOnlyList<DimensionFilter> where)
    {
        return new Fraction(Part(FigurePart.Numerator), Part(FigurePart.Denominator));

        (string, Figure?) Part(FigurePart part) => (TextOf(cell.Metric, cell.Point, part), FigureOf(cell, where, part));
    }

    public string? MetricLink(MetricDefinition metric, IReadOnlyList<DimensionFilter> where) =>
        report.Request.Links?.Metric(report.Question(metric.Id, where, null));

    private Figure FigureOf(ScorecardCell cell, IReadOnlyList<DimensionFilter> where, FigurePart part) =>
        new(NameOf(cell.Metric, where), report.Question(cell.Metric.Id, where, cell.Point?.Basis), part);

    /// <summary>A part of an answer as it is printed; what <c>verify</c> computes again.</summary>
    public static string TextOf(MetricDefinition metric, MetricPoint? point, FigurePart part) => part switch
    {
        FigurePart.Value => MetricText.Value(metric, point, WeeklyReport.Culture),
        FigurePart.N => $"n = {MetricFormat.Count(point?.N ?? 0, WeeklyReport.Culture)}",
        FigurePart.Interval => MetricText.Interval(metric, point, WeeklyReport.Culture),
        FigurePart.Target => point?.Target is { } target ? MetricText.Value(metric, target, WeeklyReport.Culture) : "",
        FigurePart.Numerator => metric.Unit == MetricUnit.Score100 ? MetricFormat.Score(point?.Numerator, WeeklyReport.Culture) : MetricFormat.Count(point?.Numerator, WeeklyReport.Culture),
        FigurePart.Denominator => MetricFormat.Count(point?.Denominator, WeeklyReport.Culture),
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    private TextBlock Block(ScorecardCell cell, IReadOnlyList<DimensionFilter> where, FigurePart part, string text, TextStyle style, Ink? ink) => new(text, style, ink)
    {
        Figure = cell.Point is null || text.Length == 0 ? null : FigureOf(cell, where, part),
        Link = part == FigurePart.Value ? MetricLink(cell.Metric, where) : null,
    };

    private string NameOf(MetricDefinition metric, IReadOnlyList<DimensionFilter> where)
    {
        var cell = string.Join(' ', where.Select(filter => string.Join('+', filter.Values.Select(MetricText.DimensionValue))));
        return $"{metric.Label}, {(cell.Length == 0 ? "whole report" : cell)}, {report.Week}";
    }
}
