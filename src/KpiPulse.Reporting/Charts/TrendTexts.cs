using KpiPulse.Reporting.Fonts;
using ScottPlot;

namespace KpiPulse.Reporting.Charts;

/// <summary>The words around a line chart: few ticks, sparse periods, and labels beside the lines instead of a legend.</summary>
internal sealed class TrendTexts
{
    private const float LineHeight = 13;
    private const float WidestRule = 128;
    private static readonly TextStyle Tick = new(11, Anchor: TextAnchor.End);
    private static readonly TextStyle Period = new(11, Anchor: TextAnchor.Middle);
    private static readonly TextStyle Side = new(11);
    private static readonly TextStyle Value = new(13, TextWeight.SemiBold);

    private readonly ChartModel _model;
    private readonly TrendScale _scale;
    private readonly UnitFormat _format;
    private readonly bool _isCompact;
    private readonly IReadOnlyList<ChartPoint> _points;
    private readonly IReadOnlyList<SideLabel> _sides;
    private readonly IReadOnlyList<PeriodLabel> _periods;
    private readonly IReadOnlyList<EventLabel> _events;

    public TrendTexts(ChartModel model, TrendScale scale, UnitFormat format, int width, bool isCompact)
    {
        (_model, _scale, _format, _isCompact, _points) = (model, scale, format, isCompact, [.. model.AllPoints]);
        _sides = [.. SideLabels()];
        var left = isCompact ? 30 : MathF.Ceiling(TickTexts().Max(tick => Typesetter.Measure(tick.Text, Tick))) + 10;
        var right = MathF.Ceiling(_sides.Select(side => Typesetter.Measure(side.Text, side.Style)).DefaultIfEmpty(0).Max()) + 14;
        var slot = (width - left - right) / (scale.Right + 0.5f);

        float At(int i) => (float)(left + (scale.X[i] + 0.5) * slot);
        _periods = PeriodLabel.Of(model, At);
        _events = EventLabel.Of(_points, At, width);
        var rows = _events.Select(label => label.Row + 1).DefaultIfEmpty(0).Max() + (model.Kind == ChartKind.SixTwelve ? 1 : 0);
        Margins = new(left, right, _periods.Any(label => label.Year.Length > 0) ? 36 : 22, 8 + rows * LineHeight + (rows > 0 ? 4 : 0));
    }

    public Margins Margins { get; }

    public IEnumerable<ChartText> Write(Plot plot)
    {
        float X(double x) => MathF.Round(plot.GetPixel(new(x, _scale.From)).X, 1);
        float Y(double y) => MathF.Round(plot.GetPixel(new(0, y)).Y, 1);
        var (bottom, right) = (Y(_scale.From), X(_scale.Right));

        foreach (var (text, at) in TickTexts()) yield return new(text, Margins.Left - 6, Y(at) + 4, Tick, Palette.Usual);
        foreach (var label in _periods)
        {
            yield return new(label.Text, label.X, bottom + 16, Period, Palette.Usual);
            if (label.Year.Length > 0) yield return new(label.Year, label.X, bottom + 29, Period, Palette.Usual);
        }
        foreach (var label in _events) yield return new(label.Text, label.X, Margins.Top - 6 - label.Row * LineHeight, label.Style, Palette.Text);
        foreach (var (side, y) in SideLabel.Spread(_sides, Y, LineHeight, bottom)) yield return new(side.Text, right + 8, y + 4, side.Style, side.Ink);
        if (_model.Kind == ChartKind.SixTwelve)
        {
            if (_model.Months.Count > 0 && TrendScale.LastOf(_model.Points) is { Value: { } week } last)
                yield return new(_format.WithUnit(week), X(_scale.X[IndexOf(last)]) + 9, Y(week) + 4, Value, InkOf(last));
            yield return new(_model.Words.Weeks, X(-0.5), LineHeight, Side, Palette.Usual);
            if (_model.Months.Count > 0) yield return new(_model.Words.Months, X(_scale.X[_model.Points.Count] - 0.5), LineHeight, Side, Palette.Usual);
        }
    }

    private int IndexOf(ChartPoint point) => Enumerable.Range(0, _points.Count).First(i => ReferenceEquals(_points[i], point));

    // The unit once, on the highest tick.
    private List<(string Text, double At)> TickTexts()
    {
        var ticks = _scale.Ticks.ToList();
        if (ticks.Count == 0) ticks = [_scale.From];
        return [.. ticks.Select((tick, i) => (_format.Tick(tick, _scale.Step) + (i == ticks.Count - 1 && !_isCompact ? _format.Suffix : ""), tick))];
    }

    private IEnumerable<SideLabel> SideLabels()
    {
        if (TrendScale.LastOf(_points) is not { Value: { } value } last) yield break;

        yield return new(_format.WithUnit(value), value, _isCompact ? Value with { Size = 12 } : Value, InkOf(last));
        if (last.Rule.Length > 0 && !_isCompact) yield return new(Typesetter.Fit(last.Rule, WidestRule, Side), value, Side, InkOf(last));
        foreach (var (word, read) in References())
            if (read(last) is { } level)
                yield return new($"{word.ToLower(_model.Culture)} {(IsTarget(word) ? _format.Target(level) : _format.Bare(level))}", level, Side, IsTarget(word) ? Palette.Text : Palette.Usual);
    }

    private bool IsTarget(string word) => word == _model.Words.Target;

    private IEnumerable<(string Word, Func<ChartPoint, double?> Read)> References()
    {
        yield return (_model.Words.Target, point => point.Target);
        if (_isCompact) yield break;
        yield return (_model.Words.Mean, point => point.Mean);
        yield return (_model.Words.UpperLimit, point => point.UpperLimit);
        yield return (_model.Words.LowerLimit, point => point.LowerLimit);
        yield return (_model.Words.PriorYear, point => point.PriorYear);
    }

    private static Ink InkOf(ChartPoint point) =>
        point.Signal is SignalMeaning.Improvement or SignalMeaning.Concern or SignalMeaning.Neutral ? Palette.For(point.Signal).Ink : Palette.Text;
}
