using SkiaSharp;

namespace KpiPulse.Reporting.Charts;

/// <summary>▲ ▼ ● ○ ◐ ◆ as outlines, of like visual weight at the same size.</summary>
internal static class SignalShape
{
    /// <param name="halo">Ground left free around the shape, so that the line does not run into it.</param>
    public static void Draw(SKCanvas canvas, SignalMeaning meaning, SKPoint centre, float size, float halo)
    {
        using var ground = new SKPaint { Color = ChartInk.ColorOf(Palette.Surface), IsAntialias = true };
        using var ink = new SKPaint { Color = ChartInk.ColorOf(Palette.For(meaning).Ink), IsAntialias = true };
        if (Corners(meaning) is { } corners)
        {
            Polygon(canvas, corners, centre, size / 2 + halo, ground);
            Polygon(canvas, corners, centre, size / 2, ink);
            return;
        }
        // Circles stay circles in the SVG; as paths they would be forty times as long.
        canvas.DrawCircle(centre, size / 2 + halo, ground);
        if (meaning == SignalMeaning.Provisional) DrawHalf(canvas, centre, size / 2, ink);
        if (meaning is SignalMeaning.TooFew or SignalMeaning.Provisional)
        {
            ink.IsStroke = true;
            ink.StrokeWidth = 1.3f;
        }
        canvas.DrawCircle(centre, size / 2, ink);
    }

    // The centre of mass, not of the box, stands on the value.
    private static SKPoint[]? Corners(SignalMeaning meaning) => meaning switch
    {
        SignalMeaning.Improvement => [new(0, -1.2f), new(1.1f, 0.72f), new(-1.1f, 0.72f)],
        SignalMeaning.Concern => [new(0, 1.2f), new(-1.1f, -0.72f), new(1.1f, -0.72f)],
        SignalMeaning.Neutral => [new(0, -1.2f), new(1.2f, 0), new(0, 1.2f), new(-1.2f, 0)],
        _ => null,
    };

    private static void Polygon(SKCanvas canvas, SKPoint[] corners, SKPoint centre, float r, SKPaint paint)
    {
        using var path = new SKPath();
        path.AddPoly([.. corners.Select(corner => new SKPoint(centre.X + corner.X * r, centre.Y + corner.Y * r))]);
        canvas.DrawPath(path, paint);
    }

    private static void DrawHalf(SKCanvas canvas, SKPoint centre, float r, SKPaint paint)
    {
        using var half = new SKPath();
        half.MoveTo(centre.X, centre.Y - r);
        half.CubicTo(centre.X - r * 1.333f, centre.Y - r, centre.X - r * 1.333f, centre.Y + r, centre.X, centre.Y + r);
        half.Close();
        canvas.DrawPath(half, paint);
    }
}
