using KpiPulse.Reporting.Fonts;
using ScottPlot;

namespace KpiPulse.Reporting.Charts;

/// <summary>Horizontal bars from zero, names to the left, numbers at the ends; a Pareto adds the running share as a column of figures.</summary>
internal sealed class BarsPainter : ChartPainter
{
    private static readonly TextStyle Name = new(12, Anchor: TextAnchor.End);
    private static readonly TextStyle Number = new(12, TextWeight.SemiBold);
    private static readonly TextStyle Column = new(11, Anchor: TextAnchor.End);

    private readonly IReadOnlyList<(double Share, double Running)> _shares;
    private readonly float _numbers;

    public BarsPainter(ChartModel model, int width, int height) : base(model, width, height)
    {
        var points = model.Points;
        _shares = RunningShare.Of(points);
        var (low, high) = (points.Select(point => point.Value ?? 0).Append(0).Min(), points.Select(point => point.Value ?? 0).Append(0).Max());
        if (low == high) high = 1;
        var names = Math.Min(width * 0.38f, points.Select(point => Typesetter.Measure(point.Label, Name)).Append(0).Max() + 12);
        _numbers = points.Select(point => Typesetter.Measure(NumberOf(point), Number)).Append(0).Max() + 14;
        var share = IsPareto ? Math.Max(42, Typesetter.Measure(model.Words.RunningShare, Column) + 8) : 0;
        Margins = new(names + (low < 0 ? _numbers : 0), share + (high > 0 ? _numbers : 8), 4, IsPareto ? 20 : 4);
        Limits = new(low, high, Math.Max(1, points.Count) - 0.5, -0.5);
    }

    private bool IsPareto => Model.Kind == ChartKind.Pareto;

    public override void Paint()
    {
        for (var i = 0; i < Model.Points.Count; i++)
        {
            if (Model.Points[i] is not { Value: { } value, Signal: var signal }) continue;
            Ink.Area(signal is SignalMeaning.Improvement or SignalMeaning.Concern or SignalMeaning.Neutral ? Palette.For(signal).Ink : Palette.Bar,
                Math.Min(0, value), Math.Max(0, value), i + 0.3, i - 0.3);
        }
        Ink.Line(Palette.Line, 1, [new(0, -0.5), new(0, Model.Points.Count - 0.5)]);
    }

    public override void Write(Plot plot)
    {
        var names = Margins.Left - (Limits.Left < 0 ? _numbers : 0) - 8;
        for (var i = 0; i < Model.Points.Count; i++)
        {
            var point = Model.Points[i];
            var end = plot.GetPixel(new(point.Value ?? 0, i));
            var isNegative = point.Value < 0;
            Text(Typesetter.Fit(point.Label, names, Name), names, end.Y + 4, Name, Palette.Text);
            Text(NumberOf(point), isNegative ? end.X - 6 : end.X + 6, end.Y + 4, Number with { Anchor = isNegative ? TextAnchor.End : TextAnchor.Start }, Palette.Text);
            if (IsPareto) Text(PercentOf(_shares[i].Running), Width - 2, end.Y + 4, Column);
            Hit(point, 0, Width, plot.GetPixel(new(0, i - 0.5)).Y, plot.GetPixel(new(0, i + 0.5)).Y);
        }
        if (IsPareto) Text(Model.Words.RunningShare, Width - 2, 12, Column);
    }

    private string NumberOf(ChartPoint point) => point.Value is { } value ? Format.WithUnit(value) : Model.Words.NoData;

    private string PercentOf(double share) => (share * 100).ToString("N0", Model.Culture) + "\u00A0%";
}
