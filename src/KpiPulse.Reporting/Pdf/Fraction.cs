using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>Numerator / denominator against the right edge; each is a figure of its own, and neither is ever cut.</summary>
internal sealed class Fraction((string Text, Figure? Figure) numerator, (string Text, Figure? Figure) denominator) : Block
{
    public override float HeightAt(float width) => Paper.Small.Size * Paper.Leading;

    public override void Draw(PaperCanvas canvas, SKRect box)
    {
        var (y, style) = (box.Top + Paper.Small.Size * 1.02f, Paper.AtEnd(Paper.Small));
        var x = box.Right - canvas.Text(denominator.Text, box.Right, y, style, Palette.Usual, denominator.Figure);
        x -= canvas.Text(" / ", x, y, style, Palette.Usual);
        canvas.Text(numerator.Text, x, y, style, Palette.Usual, numerator.Figure);
    }
}
