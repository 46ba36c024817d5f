using KpiPulse.Reporting.Fonts;
using ScottPlot;

namespace KpiPulse.Reporting.Charts;

/// <summary>
/// From one level to another, step by step. The two levels are drawn as levels, not bars: the axis does not start at zero, and a
/// bar's length would lie about it.
/// </summary>
internal sealed class WaterfallPainter : ChartPainter
{
    private const double HalfBar = 0.36;
    private const int MostLines = 3;
    private static readonly TextStyle Under = new(11, Anchor: TextAnchor.Middle);
    private static readonly TextStyle Over = new(12, TextWeight.SemiBold, TextAnchor.Middle);

    private readonly IReadOnlyList<(double From, double Until)> _spans;
    private readonly IReadOnlyList<IReadOnlyList<string>> _labels;

    public WaterfallPainter(ChartModel model, int width, int height) : base(model, width, height)
    {
        if (Math.Abs(ChartModel.WaterfallRemainder(model.Points)) > 1e-6)
            throw new ArgumentException("The steps of a waterfall must add up to its change; give what is left a step of its own.", nameof(model));

        _spans = SpansOf(model.Points);
        var values = _spans.SelectMany(span => new[] { span.From, span.Until }).Concat(model.Points.Select(point => point.Target).OfType<double>()).ToList();
        var range = Math.Max(values.Max() - values.Min(), 1e-6);
        Limits = new(-0.6, model.Points.Count - 0.4, values.Min() - range * 0.08, values.Max() + range * 0.14);

        var right = model.Points.Any(HasTarget) ? Typesetter.Measure(TargetText, Small) + 12 : 6;
        var slot = (width - 6 - right) / (float)model.Points.Count;
        _labels = [.. model.Points.Select(point => LinesOf(point.Label, slot - 8))];
        Margins = new(6, right, 12 + 14 * _labels.Max(lines => lines.Count), 14);
    }

    private string TargetText => $"{Model.Words.Target.ToLower(Model.Culture)} {Format.Target(Target)}";

    private double Target => Model.Points.First(HasTarget).Target!.Value;

    private int Last => Model.Points.Count - 1;

    public override void Paint()
    {
        for (var i = 0; i < Last; i++)
        {
            var level = i == 0 ? _spans[0].Until : _spans[i].Until;
            Ink.Line(Palette.Ghost, 1, [new(i + (i == 0 ? 0 : HalfBar), level), new(i + 1 + (i + 1 == Last ? HalfBar : -HalfBar), level)]);
        }
        if (Model.Points.Any(HasTarget))
            Ink.Line(Palette.Text, 1, [new(-0.6, Target), new(Last + 0.6, Target)], Dash.Long);
        for (var i = 1; i < Last; i++)
        {
            var (from, until) = _spans[i];
            var signal = Model.Points[i].Signal;
            Ink.Area(signal is SignalMeaning.Improvement or SignalMeaning.Concern or SignalMeaning.Neutral ? Palette.For(signal).Ink : Palette.Bar,
                i - HalfBar, i + HalfBar, Math.Min(from, until), Math.Max(from, until), 1.5f);
        }
        foreach (var i in new[] { 0, Last })
            Ink.Line(Palette.Text, 2.5f, [new(i - HalfBar, _spans[i].Until), new(i + HalfBar, _spans[i].Until)]);
    }

    public override void Write(Plot plot)
    {
        var bottom = Height - Margins.Bottom;
        for (var i = 0; i <= Last; i++)
        {
            var point = Model.Points[i];
            var top = plot.GetPixel(new(i, Math.Max(_spans[i].From, _spans[i].Until)));
            var isLevel = i == 0 || i == Last;
            Text(isLevel ? Format.WithUnit(point.Value ?? 0) : Format.Step(point.Value ?? 0, Model.Words.Points), top.X, BaselineOf(i, plot), Over, Palette.Text);
            for (var line = 0; line < _labels[i].Count; line++)
                Text(_labels[i][line], top.X, bottom + 18 + line * 14, Under, isLevel ? Palette.Text : Palette.Usual);
            Hit(point, plot.GetPixel(new(i - 0.5, 0)).X, plot.GetPixel(new(i + 0.5, 0)).X, Margins.Top - 12, Height);
        }
        if (Model.Points.Any(HasTarget))
            Text(TargetText, Width - Margins.Right + 6, plot.GetPixel(new(0, Target)).Y + 4, Small, Palette.Text);
    }

    // Above its bar, unless the target line would strike it through.
    private float BaselineOf(int i, Plot plot)
    {
        var above = plot.GetPixel(new(i, Math.Max(_spans[i].From, _spans[i].Until))).Y - 6;
        if (!Model.Points.Any(HasTarget) || plot.GetPixel(new(i, Target)).Y is var line && (line < above - 12 || line > above + 3)) return above;
        return plot.GetPixel(new(i, Math.Min(_spans[i].From, _spans[i].Until))).Y + 16;
    }

    private static bool HasTarget(ChartPoint point) => point.Target is not null;

    private static List<string> LinesOf(string label, float width)
    {
        var lines = Typesetter.Wrap(label, width, Under);
        var rest = lines.Count > MostLines ? string.Join(' ', lines.Skip(MostLines - 1)) : null;
        return [.. lines.Take(rest is null ? MostLines : MostLines - 1).Append(rest).OfType<string>().Select(line => Typesetter.Fit(line, width + 8, Under))];
    }

    internal static IReadOnlyList<(double From, double Until)> SpansOf(IReadOnlyList<ChartPoint> points)
    {
        var level = points[0].Value ?? 0;
        var spans = new List<(double, double)> { (level, level) };
        foreach (var step in points.Skip(1).SkipLast(1))
        {
            spans.Add((level, level + (step.Value ?? 0)));
            level += step.Value ?? 0;
        }
        var last = points[^1].Value ?? 0;
        return [.. spans, (last, last)];
    }
}
