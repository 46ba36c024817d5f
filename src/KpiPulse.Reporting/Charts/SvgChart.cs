using System.Text;
using KpiPulse.Reporting.Fonts;
using SkiaSharp;

namespace KpiPulse.Reporting.Charts;

/// <summary>A chart as ink: SVG for a page, strokes for a canvas or a PDF. Thread-safe; the same input gives the same bytes.</summary>
public static class SvgChart
{
    /// <summary>An inline &lt;svg&gt; without title text: the page's figcaption carries the finding.</summary>
    public static string Render(ChartModel model, int width, int height)
    {
        using var drawing = ChartDrawing.Of(model, width, height, bakesDashes: false);
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new(0, 0, width, height), stream)) drawing.Plot.Render(canvas, width, height);
        return SvgPostProcessor.Finish(Encoding.UTF8.GetString(stream.ToArray()), drawing, model, width, height);
    }

    public static string Render(ChartModel model) => SizeOf(model) switch { var (width, height) => Render(model, width, height) };

    /// <summary>Half a page, where its letters keep their size. A chart of the full width is asked for by its width.</summary>
    public static (int Width, int Height) SizeOf(ChartModel model) => model.Kind switch
    {
        ChartKind.SmallMultiple => (264, 124),
        ChartKind.Waterfall => (576, 280),
        ChartKind.Pareto or ChartKind.Bars => (576, 24 + 28 * Math.Max(1, model.Points.Count)),
        _ => (576, 250),
    };

    /// <summary>Draws finding, subtitle and chart into a part of a canvas, in vectors, for light paper.</summary>
    public static void DrawOn(SKCanvas canvas, SKRect where, ChartModel model, bool withTitle = true)
    {
        var title = new TextStyle(13, TextWeight.SemiBold);
        var subtitle = new TextStyle(11);
        var top = !withTitle ? 0 : model.Subtitle.Length > 0 ? 36 : 20;
        using var drawing = ChartDrawing.Of(model, (int)where.Width, (int)(where.Height - top));
        // A cleared canvas would wipe what the page holds already; in a PDF it would hide it behind a mask.
        drawing.Plot.RenderManager.ClearCanvasBeforeEachRender = false;

        canvas.Save();
        canvas.Translate(where.Left, where.Top);
        if (withTitle)
        {
            Typesetter.Draw(canvas, Typesetter.Fit(model.Title, where.Width, title), 0, 13, title, ChartInk.ColorOf(Palette.Text));
            Typesetter.Draw(canvas, Typesetter.Fit(model.Subtitle, where.Width, subtitle), 0, 28, subtitle, ChartInk.ColorOf(Palette.Usual));
        }
        canvas.Translate(0, top);
        drawing.Plot.Render(canvas, (int)where.Width, (int)(where.Height - top));
        foreach (var text in drawing.Texts)
            Typesetter.Draw(canvas, text.Text, text.X, text.Y, text.Style, ChartInk.ColorOf(text.Ink));
        canvas.Restore();
    }
}
