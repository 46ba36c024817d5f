using KpiPulse.Metrics;
using KpiPulse.Metrics.Review;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Pdf.Weekly;

/// <summary>The report's numbers as text blocks; each carries the question that it answers.</summary>
internal sealed class Printed(ReportRequest request, DateTime asOf)
{
    public TextBlock Value(ScorecardCell cell, IReadOnlyList<DimensionFilter> where, TextStyle style, Ink? ink = null) => Part(cell, where, FigurePart.Value, style, ink);

    public TextBlock Part(ScorecardCell cell, IReadOnlyList<DimensionFilter> where, FigurePart part, TextStyle style, Ink? ink = null) => Part(cell.Metric, cell.Point, where, part, style, ink);

    public TextBlock Part(MetricDefinition metric, MetricPoint? point, IReadOnlyList<DimensionFilter> where, FigurePart part, TextStyle style, Ink? ink = null)
    {
        var text = TextOf(metric, point, part);
        return new TextBlock(text, style, ink)
        {
            Figure = point is null || text.Length == 0 ? null : FigureOf(metric, point, where, part),
            Link = part == FigurePart.Value ? MetricLink(metric, where) : null,
        };
    }

    public Fraction Fraction(MetricDefinition metric, MetricPoint point, IReadOnlyList<DimensionFilter> where)
    {
        return new Fraction(Part(FigurePart.Numerator), Part(FigurePart.Denominator));

        (string, Figure?) Part(FigurePart part) => (TextOf(metric, point, part), FigureOf(metric, point, where, part));
    }

    /// <summary>A number with what it rests on: value and numerator / denominator above, interval and target below.</summary>
    public Block Full(MetricDefinition metric, MetricPoint? point, IReadOnlyList<DimensionFilter> where) => point is null
        ? new TextBlock(MetricFormat.NoData, Paper.Cell, Palette.Usual)
        : new Stack(
        [
            new Columns([(Part(metric, point, where, FigurePart.Value, Paper.CellStrong), 1f), (point.Denominator is null ? new Gap(0) : Fraction(metric, point, where), 1.4f)], gap: 2),
            new Columns([(Part(metric, point, where, FigurePart.Interval, Paper.Small, Palette.Usual), 1.4f), (Part(metric, point, where, FigurePart.Target, Paper.AtEnd(Paper.Small), Palette.Usual), 1f)], gap: 2),
        ], gap: 0);

    public string? MetricLink(MetricDefinition metric, IReadOnlyList<DimensionFilter> where) =>
        request.Links?.Metric(request.Question(metric.Id, asOf, where));

    private Figure FigureOf(MetricDefinition metric, MetricPoint point, IReadOnlyList<DimensionFilter> where, FigurePart part) =>
        new(NameOf(metric, where), request.Question(metric.Id, asOf, where, point.Basis), part);

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

    private string NameOf(MetricDefinition metric, IReadOnlyList<DimensionFilter> where)
    {
        var cell = string.Join(' ', where.Select(filter => string.Join('+', filter.Values.Select(MetricText.DimensionValue))));
        return $"{metric.Label}, {(cell.Length == 0 ? "whole report" : cell)}, {request.PeriodName}";
    }
}
