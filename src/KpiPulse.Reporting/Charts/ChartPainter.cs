using KpiPulse.Reporting.Fonts;
using ScottPlot;
using SkiaSharp;

namespace KpiPulse.Reporting.Charts;

internal readonly record struct Margins(float Left, float Right, float Bottom, float Top);

/// <summary>Lays one kind of chart out: margins and limits first, then strokes, then the texts at their pixels.</summary>
internal abstract class ChartPainter(ChartModel model, int width, int height)
{
    protected static readonly TextStyle Small = new(11);
    protected static readonly TextStyle Strong = new(12, TextWeight.SemiBold);

    protected ChartModel Model { get; } = model;
    protected int Width { get; } = width;
    protected int Height { get; } = height;
    protected UnitFormat Format { get; } = UnitFormat.Of(model);

    public ChartInk Ink { get; } = new();
    public List<ChartText> Texts { get; } = [];
    public List<HitArea> Hits { get; } = [];

    public Margins Margins { get; protected init; }
    public AxisLimits Limits { get; protected init; }

    public abstract void Paint();

    public abstract void Write(Plot plot);

    protected void Text(string text, float x, float y, TextStyle style, Ink? ink = null)
    {
        if (text.Length > 0) Texts.Add(new(text, MathF.Round(x, 1), MathF.Round(y, 1), style, ink ?? Palette.Usual));
    }

    protected void Hit(ChartPoint point, float left, float right, float top, float bottom)
    {
        if (point.Href is not null) Hits.Add(new(point, new(left, top, right, bottom), Tooltip.Of(point, Model, Format)));
    }

    /// <summary>The step between few ticks that read as round in the unit shown: 1, 2, 2.5 or 5 times a power of ten.</summary>
    protected double TickStep(double from, double until, int atMost)
    {
        var raw = (until - from) * Format.Factor / Math.Max(1, atMost);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * power).First(step => step >= raw * 0.999) / Format.Factor;
    }
}
