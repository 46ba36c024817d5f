using KpiPulse.Reporting.Charts;
using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>A chart with its finding and subtitle; a click leads to the live one.</summary>
internal sealed class ChartBlock(ChartModel model, float height) : Block
{
    public string? Link { get; init; }

    public override float HeightAt(float width) => height;

    public override void Draw(PaperCanvas canvas, SKRect box)
    {
        canvas.Chart(model, box);
        if (Link is not null) canvas.Link(box, Link);
    }
}
