using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>Never broken between pages.</summary>
internal sealed class Together(Block block) : Block
{
    public override float HeightAt(float width) => block.HeightAt(width);

    public override void Draw(PaperCanvas canvas, SKRect box) => block.Draw(canvas, box);
}
