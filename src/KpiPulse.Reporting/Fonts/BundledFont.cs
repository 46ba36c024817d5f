using System.Text;
using HarfBuzzSharp;
using SkiaSharp;

namespace KpiPulse.Reporting.Fonts;

/// <summary>One font file: its outlines for Skia, its shaping rules for HarfBuzz. Immutable, shared by all threads.</summary>
internal sealed class BundledFont
{
    private readonly Font _shaper;
    private readonly bool _isCjk;

    private BundledFont(string path, SKTypeface typeface, Font shaper) =>
        (Path, Typeface, _shaper, _isCjk) = (path, typeface, shaper, path.EndsWith(".otf", StringComparison.Ordinal));

    public string Path { get; }

    public SKTypeface Typeface { get; }

    public static BundledFont Open(string fileName)
    {
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, "Fonts", fileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"The bundled font {fileName} is missing beside the program. Publish again, with the Fonts folder.", path);

        var typeface = SKTypeface.FromFile(path) ?? throw new InvalidDataException($"{path} is not a font. Restore it from the repository.");
        using var blob = Blob.FromFile(path);
        using var face = new Face(blob, 0) { UnitsPerEm = typeface.UnitsPerEm };
        face.MakeImmutable();
        var shaper = new Font(face);
        shaper.SetFunctionsOpenType();
        shaper.SetScale(typeface.UnitsPerEm, typeface.UnitsPerEm);
        return new(path, typeface, shaper);
    }

    public bool Covers(Rune rune) => Typeface.ContainsGlyph(rune.Value);

    public bool Covers(string element) => element.EnumerateRunes().All(rune => BundledFonts.IsJoiner(rune) || Covers(rune));

    /// <summary>CJK comes in one weight: heavier text is thickened.</summary>
    public SKFont At(float size, TextWeight weight) => new(Typeface, size)
    {
        Edging = SKFontEdging.Antialias,
        Hinting = SKFontHinting.None,
        Subpixel = true,
        LinearMetrics = true,
        Embolden = _isCjk && weight != TextWeight.Regular,
    };

    /// <summary>Glyphs and pen movements, in font units; clusters count bytes of the UTF-8 text.</summary>
    public ShapedRun Shape(string text)
    {
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf8(text);
        buffer.GuessSegmentProperties();
        _shaper.Shape(buffer);
        return new(this, text, buffer.GlyphInfos, buffer.GlyphPositions);
    }
}

internal sealed record ShapedRun(BundledFont Font, string Text, GlyphInfo[] Glyphs, GlyphPosition[] Positions)
{
    public float WidthAt(float size) => Positions.Sum(position => position.XAdvance) * size / Font.Typeface.UnitsPerEm;
}
