using KpiPulse.Reporting.Fonts;
using ScottPlot;
using SkiaSharp;

namespace KpiPulse.Reporting.Charts;

internal sealed record ChartText(string Text, float X, float Y, TextStyle Style, Ink Ink);

internal sealed record HitArea(ChartPoint Point, SKRect Box, string Tooltip);

/// <summary>
/// A chart laid out at a size: ScottPlot holds the strokes, and the texts stand beside them as texts. On a page the browser shapes them,
/// on paper the <see cref="Typesetter"/>; neither may drop a letter the way ScottPlot drops one its font lacks.
/// </summary>
internal sealed class ChartDrawing : IDisposable
{
    private ChartDrawing(Plot plot, IReadOnlyList<ChartText> texts, IReadOnlyList<HitArea> hits) => (Plot, Texts, Hits) = (plot, texts, hits);

    public Plot Plot { get; }

    public IReadOnlyList<ChartText> Texts { get; }

    public IReadOnlyList<HitArea> Hits { get; }

    public void Dispose() => Plot.Dispose();

    public static ChartDrawing Of(ChartModel model, int width, int height, bool bakesDashes = true)
    {
        BundledFonts.Register();
        ChartPainter painter = model.Kind switch
        {
            ChartKind.Waterfall => new WaterfallPainter(model, width, height),
            ChartKind.Pareto or ChartKind.Bars => new BarsPainter(model, width, height),
            _ => new TrendPainter(model, width, height),
        };
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.HideAxesAndGrid();
        plot.Layout.Fixed(new PixelRect(painter.Margins.Left, width - painter.Margins.Right, height - painter.Margins.Bottom, painter.Margins.Top));
        plot.Axes.SetLimits(painter.Limits);
        plot.Add.Plottable(painter.Ink);
        painter.Ink.BakesDashes = bakesDashes;
        painter.Paint();

        // A plot's first render happens twice, so it goes to a canvas nobody sees; after it, pixel positions are known.
        using (var layout = new SKNoDrawCanvas(width, height)) plot.Render(layout, width, height);
        painter.Write(plot);
        return new(plot, painter.Texts, painter.Hits);
    }
}
