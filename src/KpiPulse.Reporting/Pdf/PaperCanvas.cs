using KpiPulse.Reporting.Charts;
using KpiPulse.Reporting.Fonts;
using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>One page's canvas; it remembers each figure and where it was printed.</summary>
internal sealed class PaperCanvas(SKCanvas canvas, int page, ICollection<PrintedFigure> figures)
{
    /// <summary>Charts are laid out in the pixels of a page; on paper a pixel is three quarters of a point.</summary>
    public const float ChartScale = 0.75f;

    /// <summary>Gives the width that it took.</summary>
    public float Text(string text, float x, float y, TextStyle style, Ink ink, Figure? figure = null, string? link = null)
    {
        var width = Typesetter.Draw(canvas, text, x, y, style, SKColor.Parse(ink.Light));
        var left = style.Anchor switch { TextAnchor.End => x - width, TextAnchor.Middle => x - width / 2, _ => x };
        var box = new SKRect(left, y - style.Size * 0.9f, left + width, y + style.Size * 0.25f);
        if (figure is not null) figures.Add(new(figure, text, page, new(Tenths(box.Left), Tenths(box.Top), Tenths(box.Right), Tenths(box.Bottom))));
        if (link is not null) Link(box, link);
        return width;
    }

    public void Link(SKRect box, string address) => canvas.DrawUrlAnnotation(box, address);

    public void Fill(SKRect box, SKColor color, float radius = 0)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawRoundRect(box, radius, radius, paint);
    }

    public void Rule(float left, float right, float y, Ink ink, float width = 0.5f)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(ink.Light), IsStroke = true, StrokeWidth = width };
        canvas.DrawLine(left, y, right, y, paint);
    }

    public void Line(IReadOnlyList<SKPoint> points, Ink ink, float width)
    {
        using var path = new SKPath();
        path.AddPoly([.. points], close: false);
        using var paint = new SKPaint { Color = SKColor.Parse(ink.Light), IsStroke = true, StrokeWidth = width, StrokeJoin = SKStrokeJoin.Round, StrokeCap = SKStrokeCap.Round, IsAntialias = true };
        canvas.DrawPath(path, paint);
    }

    public void Signal(SignalMeaning meaning, float x, float y, float size) => SignalShape.Draw(canvas, meaning, new(x, y), size, halo: 0);

    public void Chart(ChartModel model, SKRect box)
    {
        canvas.Save();
        canvas.Translate(box.Left, box.Top);
        canvas.Scale(ChartScale);
        SvgChart.DrawOn(canvas, new(0, 0, box.Width / ChartScale, box.Height / ChartScale), model);
        canvas.Restore();
    }

    // Two machines may differ in the last bits of a width.
    private static double Tenths(float points) => Math.Round(points, 1);
}
