using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>A part of a page: it knows its height at a width, draws itself into a box, and may be broken between pages.</summary>
internal abstract class Block
{
    /// <summary>A heading never stands alone at the foot of a page.</summary>
    public virtual bool KeepsWithNext => false;

    public abstract float HeightAt(float width);

    public abstract void Draw(PaperCanvas canvas, SKRect box);

    /// <summary>What fits into the height, and what is left; either may be nothing.</summary>
    public virtual (Block? Fits, Block? Left) Break(float width, float height) => HeightAt(width) <= height ? (this, null) : (null, this);
}

internal sealed class Gap(float height) : Block
{
    public override float HeightAt(float width) => height;

    public override void Draw(PaperCanvas canvas, SKRect box)
    {
    }
}
