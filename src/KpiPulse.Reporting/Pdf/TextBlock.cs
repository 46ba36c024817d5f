using KpiPulse.Reporting.Fonts;
using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>A paragraph in any bundled script, broken between lines, never leaving one line alone.</summary>
internal sealed class TextBlock(string text, TextStyle style, Ink? ink = null) : Block
{
    private IReadOnlyList<string>? lines;
    private float linesWidth;

    public Figure? Figure { get; init; }

    /// <summary>Where a click on the first line leads.</summary>
    public string? Link { get; init; }

    /// <summary>Cut with an ellipsis beyond so many lines.</summary>
    public int MostLines { get; init; } = int.MaxValue;

    public bool IsHeading { get; init; }

    public override bool KeepsWithNext => IsHeading;

    private float LineHeight => style.Size * Paper.Leading;

    public override float HeightAt(float width) => LinesAt(width).Count * LineHeight;

    public override void Draw(PaperCanvas canvas, SKRect box)
    {
        var x = style.Anchor switch { TextAnchor.End => box.Right, TextAnchor.Middle => box.MidX, _ => box.Left };
        var y = box.Top + style.Size * 1.02f;
        foreach (var line in LinesAt(box.Width))
        {
            canvas.Text(line, x, y, style, ink ?? Palette.Text, Figure, Link);
            y += LineHeight;
        }
    }

    public override (Block? Fits, Block? Left) Break(float width, float height)
    {
        var all = LinesAt(width);
        var count = Math.Min(all.Count, (int)(height / LineHeight + 0.001f));
        if (count == all.Count) return (this, null);
        if (all.Count - count == 1) count--;
        return count < 2 ? (null, this) : (Part(all.Take(count)), Part(all.Skip(count)));
    }

    private TextBlock Part(IEnumerable<string> part) => new(string.Join(' ', part), style, ink) { Link = Link };

    private IReadOnlyList<string> LinesAt(float width)
    {
        if (lines is not null && linesWidth == width) return lines;

        linesWidth = width;
        var wrapped = Typesetter.Wrap(text, width, style);
        if (wrapped.Count > MostLines)
            wrapped = [.. wrapped.Take(MostLines - 1), string.Join(' ', wrapped.Skip(MostLines - 1))];
        // A figure runs over its place rather than lose a digit.
        return lines = Figure is null ? [.. wrapped.Select(line => Typesetter.Fit(line, width, style))] : wrapped;
    }
}
