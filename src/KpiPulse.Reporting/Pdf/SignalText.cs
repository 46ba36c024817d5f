using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>A text behind the shape that says what it means.</summary>
internal sealed class SignalText(SignalMeaning signal, TextBlock text, float size) : Block
{
    private float Indent => size + 4;

    /// <summary>A heatmap ground, behind both.</summary>
    public Tint? Tint { get; init; }

    public override float HeightAt(float width) => text.HeightAt(width - Indent);

    public override void Draw(PaperCanvas canvas, SKRect box)
    {
        if (Tint is not null) canvas.Fill(SKRect.Inflate(box, 3, 1.5f), SKColor.Parse(Tint.Light), 1.5f);
        if (signal != SignalMeaning.None) canvas.Signal(signal, box.Left + size / 2, box.MidY, size);
        text.Draw(canvas, new(box.Left + Indent, box.Top, box.Right, box.Bottom));
    }
}
