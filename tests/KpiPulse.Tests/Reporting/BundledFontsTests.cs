using System.Text;
using System.Xml.Linq;
using KpiPulse.Reporting;
using KpiPulse.Reporting.Charts;
using KpiPulse.Reporting.Fonts;
using SkiaSharp;
using UglyToad.PdfPig;
using Xunit;

namespace KpiPulse.Tests.Reporting;

public sealed class BundledFontsTests
{
    private const string Thai = "ฝ่ายสนับสนุนลูกค้า ที่นี่";
    private const string Devanagari = "भारत क्षेत्र सहायता";
    private const string Japanese = "日本市場の年齢確認コード";
    private const string Korean = "한국 연령 지원 똠방각하";
    private const string Vietnamese = "Việt Nam – hỗ trợ người dùng";
    private const string Mixed = "KR 한국 · JP 日本 · IN भारत · TH ไทย · VN Việt";

    public static TheoryData<string> Scripts => [Thai, Devanagari, Japanese, Korean, Vietnamese, Mixed, "Ελλάδα Україна Łódź", "▲▼●○◐◆ → − × … ≥ ✓"];

    [Theory, MemberData(nameof(Scripts))]
    public void No_script_of_the_region_loses_a_letter(string text) => Assert.Equal("", BundledFonts.MissingGlyphs(text));

    [Fact]
    public void A_letter_no_font_has_is_named_once() => Assert.Equal("\u1200", BundledFonts.MissingGlyphs("KR \u1200\u1200"));

    [Theory, MemberData(nameof(Scripts))]
    public void Shaping_finds_a_glyph_for_everything(string text) =>
        Assert.All(Enum.GetValues<TextWeight>(), weight =>
            Assert.All(BundledFonts.RunsOf(text, weight).SelectMany(run => run.Font.Shape(run.Text).Glyphs), glyph => Assert.NotEqual(0u, glyph.Codepoint)));

    [Theory, MemberData(nameof(Scripts))]
    public void Runs_put_together_are_the_text(string text) =>
        Assert.Equal(text, string.Concat(BundledFonts.RunsOf(text, TextWeight.Bold).Select(run => run.Text)));

    [Fact]
    public void All_JIS_kanji_and_all_Hangul_are_there()
    {
        var hangul = string.Concat(Enumerable.Range(0xAC00, 11172).Select(char.ConvertFromUtf32));

        Assert.Equal("", BundledFonts.MissingGlyphs(hangul));
        Assert.Equal("", BundledFonts.MissingGlyphs("亜腕弌熙堯槇遙瑤凜"));
    }

    [Fact]
    public void Figures_are_tabular_in_every_weight() =>
        Assert.All(Enum.GetValues<TextWeight>(), weight =>
            Assert.Equal(Typesetter.Measure("000", new(12, weight)), Typesetter.Measure("117", new(12, weight)), 3));

    [Theory, MemberData(nameof(Scripts))]
    public void An_SVG_carries_its_labels_whole(string text)
    {
        var model = SampleCharts.Pareto() with { Points = [new(text, 3) { Signal = SignalMeaning.Concern }, new("Other", 1)] };

        var texts = XElement.Parse(SvgChart.Render(model, 900, 120)).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value);

        Assert.Contains(text, texts);
    }

    [Theory, MemberData(nameof(Scripts))]
    public void A_PDF_can_be_read_back_in_every_script(string text)
    {
        var model = SampleCharts.Trend(title: text, eventLabel: "W33");
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream))
        {
            SvgChart.DrawOn(document.BeginPage(900, 400), new(20, 20, 880, 380), model);
            document.EndPage();
            document.Close();
        }

        using var pdf = PdfDocument.Open(stream.ToArray());
        // Glyphs that shaping put in place of others are told by their ActualText.
        var told = pdf.GetPage(1).GetMarkedContents().Select(content => content.ActualText ?? "");
        var read = Compatible(string.Concat(pdf.GetPage(1).Letters.Select(letter => letter.Value).Concat(told)));

        Assert.All(text.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune)), rune => Assert.Contains(Compatible(rune.ToString()), read, StringComparison.Ordinal));
        Assert.Equal(1, read.Split("86.1").Length - 1);
    }

    private static string Compatible(string text) => text.Normalize(NormalizationForm.FormKC);

    [Fact]
    public void Text_wraps_at_spaces_and_between_kanji()
    {
        var style = new TextStyle(12);

        Assert.Equal(["waiting on", "tier two"], Typesetter.Wrap("waiting on tier two", Typesetter.Measure("waiting on t", style), style));
        Assert.Equal(["年齢確", "認"], Typesetter.Wrap("年齢確認", Typesetter.Measure("年齢確", style) + 1, style));
    }

    [Fact]
    public void Text_that_does_not_fit_ends_in_an_ellipsis_and_within_its_width()
    {
        var style = new TextStyle(12);

        var fitted = Typesetter.Fit(Devanagari, 60, style);

        Assert.EndsWith("…", fitted);
        Assert.InRange(Typesetter.Measure(fitted, style), 1, 60);
    }
}
