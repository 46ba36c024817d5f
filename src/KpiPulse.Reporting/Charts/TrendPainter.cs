using ScottPlot;
using Range = System.Range;

namespace KpiPulse.Reporting.Charts;

/// <summary>Weekly lines: trend, XmR, six-twelve and small multiples.</summary>
internal sealed class TrendPainter : ChartPainter
{
    private readonly TrendScale _scale;
    private readonly IReadOnlyList<ChartPoint> _points;
    private readonly TrendTexts _texts;

    public TrendPainter(ChartModel model, int width, int height) : base(model, width, height)
    {
        _points = [.. model.AllPoints];
        _scale = TrendScale.Of(model, height, TickStep);
        _texts = new(model, _scale, Format, width, IsCompact);
        Margins = _texts.Margins;
        Limits = new(-0.5, _scale.Right, _scale.From, _scale.Until);
    }

    private bool IsCompact => Model.Kind == ChartKind.SmallMultiple;

    private IEnumerable<Range> Stretches => Model.Months.Count == 0
        ? [Range.All]
        : [Range.EndAt(Model.Points.Count), Range.StartAt(Model.Points.Count)];

    public override void Paint()
    {
        foreach (var stretch in Stretches) PaintGround(stretch);
        foreach (var stretch in Stretches) PaintReferences(stretch);
        PaintEvents();
        foreach (var stretch in Stretches)
        {
            foreach (var run in RunsOf(point => point.PriorYear, stretch)) Ink.Line(Palette.Ghost, 1.6f, run);
            foreach (var run in RunsOf(point => point.Value, stretch)) Ink.Line(Palette.Line, 1.4f, run);
        }
        PaintInterval();
        PaintMarks();
    }

    public override void Write(Plot plot)
    {
        Texts.AddRange(_texts.Write(plot));
        var (top, bottom) = (Margins.Top, Height - Margins.Bottom);
        for (var i = 0; i < _points.Count; i++)
        {
            var (left, right) = (plot.GetPixel(new(_scale.X[i] - 0.5, _scale.From)).X, plot.GetPixel(new(_scale.X[i] + 0.5, _scale.From)).X);
            Hit(_points[i], left, right, top, bottom);
        }
    }

    private void PaintGround(Range stretch)
    {
        var indexes = Indexes(stretch);
        if (indexes.Count == 0) return;
        foreach (var (from, until) in Segments(indexes, point => point.LowerLimit is null || point.UpperLimit is null ? null : (point.LowerLimit, point.UpperLimit)))
            Ink.Area(Palette.Band, _scale.X[from] - 0.5, _scale.X[until] + 0.5, _points[from].LowerLimit!.Value, _points[from].UpperLimit!.Value);
        foreach (var tick in _scale.Ticks)
            Ink.Line(Palette.Grid, 1, [new(_scale.X[indexes[0]] - 0.5, tick), new(_scale.X[indexes[^1]] + 0.5, tick)]);
    }

    private void PaintReferences(Range stretch)
    {
        Reference(stretch, point => point.LowerLimit, Palette.Line, 1, Dash.Short);
        Reference(stretch, point => point.UpperLimit, Palette.Line, 1, Dash.Short);
        Reference(stretch, point => point.Mean, Palette.Line, 1, null);
        Reference(stretch, point => point.Target, Palette.Text, 1, Dash.Long);
    }

    // Each level is a line of its own: where a baseline or a target changes, the line breaks.
    private void Reference(Range stretch, Func<ChartPoint, double?> read, Ink ink, float width, Dash? dash)
    {
        foreach (var (from, until) in Segments(Indexes(stretch), point => read(point)))
            Ink.Line(ink, width, [new(_scale.X[from] - 0.5, read(_points[from])!.Value), new(_scale.X[until] + 0.5, read(_points[from])!.Value)], dash);
    }

    private void PaintEvents()
    {
        for (var i = 0; i < _points.Count; i++)
            if (_points[i].Event.Length > 0)
                Ink.Line(Palette.Line, 1, [new(_scale.X[i], _scale.From), new(_scale.X[i], _scale.Until)], Dash.Dots);
    }

    private void PaintInterval()
    {
        for (var i = _points.Count - 1; i >= 0; i--)
        {
            if (_points[i].Value is null) continue;
            if (_points[i] is { Low: { } low, High: { } high })
                Ink.Line(Palette.For(_points[i].Signal).Ink, 1, [new(_scale.X[i], low), new(_scale.X[i], high)]);
            return;
        }
    }

    private void PaintMarks()
    {
        var last = TrendScale.LastOf(_points);
        for (var i = 0; i < _points.Count; i++)
        {
            if (_points[i] is not { Value: { } value, Signal: var signal } point) continue;
            var isPlain = signal is SignalMeaning.None or SignalMeaning.UsualVariation;
            var size = isPlain ? point == last ? 7f : 4.2f : 8f;
            Ink.Mark(signal, new(_scale.X[i], value), IsCompact ? size * 0.85f : size);
        }
    }

    private List<int> Indexes(Range stretch)
    {
        var (offset, length) = stretch.GetOffsetAndLength(_points.Count);
        return [.. Enumerable.Range(offset, length)];
    }

    private IEnumerable<Coordinates[]> RunsOf(Func<ChartPoint, double?> read, Range stretch)
    {
        var run = new List<Coordinates>();
        foreach (var i in Indexes(stretch))
        {
            if (read(_points[i]) is { } value)
            {
                run.Add(new(_scale.X[i], value));
                continue;
            }
            if (run.Count > 1) yield return [.. run];
            run.Clear();
        }
        if (run.Count > 1) yield return [.. run];
    }

    private IEnumerable<(int From, int Until)> Segments(List<int> indexes, Func<ChartPoint, object?> level)
    {
        for (var k = 0; k < indexes.Count; k++)
        {
            if (level(_points[indexes[k]]) is not { } here) continue;
            var from = indexes[k];
            while (k + 1 < indexes.Count && here.Equals(level(_points[indexes[k + 1]]))) k++;
            yield return (from, indexes[k]);
        }
    }
}
