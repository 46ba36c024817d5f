using System.Text;
using SkiaSharp;

namespace KpiPulse.Reporting.Fonts;

public enum TextAnchor { Start, Middle, End }

public sealed record TextStyle(float Size, TextWeight Weight = TextWeight.Regular, TextAnchor Anchor = TextAnchor.Start);

/// <summary>
/// Text on a canvas in any bundled script: a font for each run, shaped, so that Thai vowels and Devanagari conjuncts stand where
/// they should. A PDF carries the original characters, so it can be searched and read aloud.
/// </summary>
public static class Typesetter
{
    public static float Measure(string text, TextStyle style) => Shape(text, style).Sum(run => run.WidthAt(style.Size));

    /// <summary>Draws on the baseline at <paramref name="y"/>; gives the width.</summary>
    public static float Draw(SKCanvas canvas, string text, float x, float y, TextStyle style, SKColor color)
    {
        var runs = Shape(text, style).ToList();
        var width = runs.Sum(run => run.WidthAt(style.Size));
        var pen = style.Anchor switch { TextAnchor.Middle => x - width / 2, TextAnchor.End => x - width, _ => x };

        using var paint = new SKPaint { Color = color, IsAntialias = true };
        foreach (var run in runs)
        {
            using var blob = BlobOf(run, style);
            if (blob is not null) canvas.DrawText(blob, pen, y, paint);
            pen += run.WidthAt(style.Size);
        }
        return width;
    }

    /// <summary>Breaks at spaces, and between CJK characters, into lines no wider than asked. A longer word stays whole.</summary>
    public static IReadOnlyList<string> Wrap(string text, float width, TextStyle style)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var piece in PiecesOf(text))
        {
            if (line.Length > 0 && Measure((line + piece).TrimEnd(), style) > width)
            {
                lines.Add(line.TrimEnd());
                line = "";
            }
            line += piece;
        }
        if (line.Trim().Length > 0) lines.Add(line.TrimEnd());
        return lines;
    }

    /// <summary>The text, or as much of it as fits with an ellipsis.</summary>
    public static string Fit(string text, float width, TextStyle style)
    {
        if (Measure(text, style) <= width) return text;
        var elements = new System.Globalization.StringInfo(text);
        for (var length = elements.LengthInTextElements - 1; length > 0; length--)
        {
            var shorter = elements.SubstringByTextElements(0, length).TrimEnd() + "…";
            if (Measure(shorter, style) <= width) return shorter;
        }
        return "…";
    }

    private static IEnumerable<ShapedRun> Shape(string text, TextStyle style) =>
        BundledFonts.RunsOf(WithoutControls(text), style.Weight).Select(run => run.Font.Shape(run.Text));

    private static string WithoutControls(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    private static SKTextBlob? BlobOf(ShapedRun run, TextStyle style)
    {
        var scale = style.Size / run.Font.Typeface.UnitsPerEm;
        using var font = run.Font.At(style.Size, style.Weight);
        using var builder = new SKTextBlobBuilder();
        var utf8 = Encoding.UTF8.GetBytes(run.Text);
        var buffer = builder.AllocatePositionedTextRun(font, run.Glyphs.Length, utf8.Length);
        buffer.SetText(utf8);
        var pen = 0;
        for (var i = 0; i < run.Glyphs.Length; i++)
        {
            var move = run.Positions[i];
            buffer.Glyphs[i] = (ushort)run.Glyphs[i].Codepoint;
            buffer.Clusters[i] = run.Glyphs[i].Cluster;
            buffer.Positions[i] = new((pen + move.XOffset) * scale, -move.YOffset * scale);
            pen += move.XAdvance;
        }
        return builder.Build();
    }

    private static IEnumerable<string> PiecesOf(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ' ' && !IsCjk(text[i])) continue;
            yield return text[start..(i + 1)];
            start = i + 1;
        }
        if (start < text.Length) yield return text[start..];
    }

    // Korean is written with spaces and breaks at them; Japanese breaks almost anywhere.
    private static bool IsCjk(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u4E00' and <= '\u9FFF';
}
