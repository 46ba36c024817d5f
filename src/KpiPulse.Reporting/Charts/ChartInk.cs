using ScottPlot;
using SkiaSharp;

namespace KpiPulse.Reporting.Charts;

/// <summary>A dash pattern, and the stroke width that stands for it on the way through Skia's SVG.</summary>
internal sealed record Dash(float[] Pattern, float Sign)
{
    public static readonly Dash Long = new([9, 4], 1.01f);
    public static readonly Dash Short = new([3, 3], 1.02f);
    public static readonly Dash Dots = new([1, 3], 1.03f);

    public static IReadOnlyList<Dash> All { get; } = [Long, Short, Dots];
}

/// <summary>
/// The strokes and marks of one chart, in the plot's coordinates. One plottable rather than thirty: the SVG then
/// has one clip path, and marks can have shapes ScottPlot does not know.
/// </summary>
internal sealed class ChartInk : IPlottable
{
    private readonly List<Action<SKCanvas>> _strokes = [];

    /// <summary>Off for SVG, where each dash would become an outline: the post-processor knows dashed strokes by their width.</summary>
    public bool BakesDashes { get; set; } = true;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        foreach (var stroke in _strokes) stroke(rp.Canvas);
    }

    public void Line(Ink ink, float width, IReadOnlyList<Coordinates> path, Dash? dash = null) => _strokes.Add(canvas =>
    {
        using var paint = new SKPaint { Color = ColorOf(ink), IsStroke = true, StrokeWidth = width, StrokeJoin = SKStrokeJoin.Round, IsAntialias = true };
        using var effect = BakesDashes && dash is not null ? SKPathEffect.CreateDash(dash.Pattern, 0) : null;
        paint.PathEffect = effect;
        if (!BakesDashes && dash is not null) paint.StrokeWidth = dash.Sign;
        using var outline = new SKPath();
        outline.AddPoly([.. path.Select(At)], close: false);
        canvas.DrawPath(outline, paint);
    });

    public void Area(Ink ink, double left, double right, double bottom, double top, float radius = 0) => _strokes.Add(canvas =>
    {
        using var paint = new SKPaint { Color = ColorOf(ink), IsAntialias = true };
        var (a, b) = (At(new(left, top)), At(new(right, bottom)));
        var box = new SKRect(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));
        if (box.Height < 1) box.Bottom = box.Top + 1;
        if (radius > 0) canvas.DrawRoundRect(box, radius, radius, paint);
        else canvas.DrawRect(box, paint);
    });

    public void Mark(SignalMeaning meaning, Coordinates where, float size) =>
        _strokes.Add(canvas => SignalShape.Draw(canvas, meaning, At(where), size, halo: 1.2f));

    internal static SKColor ColorOf(Ink ink) => SKColor.Parse(ink.Light);

    private SKPoint At(Coordinates where)
    {
        var pixel = Axes.GetPixel(where);
        return new(MathF.Round(pixel.X, 2), MathF.Round(pixel.Y, 2));
    }
}
