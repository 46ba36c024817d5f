using System.Globalization;
using System.Text;

namespace KpiPulse.Reporting.Fonts;

public enum TextWeight { Regular, SemiBold, Bold }

/// <summary>
/// The fonts that travel with the program. The machine's own are never asked: what a server happens to have installed
/// must not decide whether a Korean market has a name.
/// </summary>
public static class BundledFonts
{
    /// <summary>The same order as in <c>fonts.css</c>, so that page and paper choose the same letters.</summary>
    public const string CssFamilies =
        "Inter, 'Noto Sans', 'Noto Sans Thai', 'Noto Sans Devanagari', 'Noto Sans JP', 'Noto Sans KR', sans-serif";

    private static readonly Lazy<IReadOnlyDictionary<TextWeight, IReadOnlyList<BundledFont>>> Loaded = new(Load);

    /// <summary>Tells ScottPlot about Inter. Safe to call again.</summary>
    public static void Register() => _ = Loaded.Value;

    /// <summary>The characters no bundled font can draw, each once. Empty for every text that will print in full.</summary>
    public static string MissingGlyphs(string text)
    {
        var missing = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Distinct())
            if (!IsSteering(rune) && !FontsOf(TextWeight.Regular).Any(font => font.Covers(rune)))
                missing.Append(rune);
        return missing.ToString();
    }

    internal static IReadOnlyList<BundledFont> FontsOf(TextWeight weight) => Loaded.Value[weight];

    /// <summary>
    /// Splits a text where its script changes, never inside a letter with its marks. Spaces and signs stay with the
    /// run before them while that run's font has them, so a Thai sentence is not cut at each comma.
    /// </summary>
    internal static IEnumerable<FontRun> RunsOf(string text, TextWeight weight)
    {
        var fonts = FontsOf(weight);
        BundledFont? current = null;
        var start = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (current is not null && IsNeutral(element) && current.Covers(element)) continue;

            var chosen = fonts.FirstOrDefault(font => font.Covers(element)) ?? current ?? fonts[0];
            if (chosen == current) continue;
            if (current is not null) yield return new(current, text[start..elements.ElementIndex]);
            (current, start) = (chosen, elements.ElementIndex);
        }
        if (current is not null) yield return new(current, text[start..]);
    }

    /// <summary>Joiners and variation selectors steer shaping; no font needs a picture of them.</summary>
    internal static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D or (>= 0xFE00 and <= 0xFE0F);

    internal static bool IsSteering(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;

    private static bool IsNeutral(string element) => element.EnumerateRunes().All(rune => !Rune.IsLetterOrDigit(rune));

    private static Dictionary<TextWeight, IReadOnlyList<BundledFont>> Load()
    {
        var inter = Enum.GetValues<TextWeight>().ToDictionary(weight => weight, weight => BundledFont.Open($"Inter-{weight}.ttf"));
        ScottPlot.Fonts.AddFontFile("Inter", inter[TextWeight.Regular].Path, bold: false, italic: false);
        ScottPlot.Fonts.AddFontFile("Inter", inter[TextWeight.Bold].Path, bold: true, italic: false);
        ScottPlot.Fonts.Default = "Inter";

        BundledFont[] FallbacksOf(string style) =>
        [
            BundledFont.Open($"NotoSans-{style}.ttf"),
            BundledFont.Open($"NotoSansThai-{style}.ttf"),
            BundledFont.Open($"NotoSansDevanagari-{style}.ttf"),
        ];
        var (regular, bold) = (FallbacksOf("Regular"), FallbacksOf("Bold"));
        // One weight of the large CJK fonts keeps the repository small; heavier text is thickened when drawn.
        BundledFont[] cjk = [BundledFont.Open("NotoSansJP-Regular.otf"), BundledFont.Open("NotoSansKR-Regular.otf")];

        return inter.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyList<BundledFont>)[pair.Value, .. pair.Key == TextWeight.Regular ? regular : bold, .. cjk]);
    }
}

internal sealed record FontRun(BundledFont Font, string Text);
