using System.Globalization;
using System.Text.RegularExpressions;
using KpiPulse.Reporting;
using Xunit;

namespace KpiPulse.Tests.Reporting;

public sealed partial class PaletteTests
{
    public static TheoryData<string, string> Tokens => [.. Palette.Inks.Select(ink => (ink.Variable, $"{ink.Light}, {ink.Dark}")),
        .. Tints.SelectMany(tint => new[] { ($"--tint-{tint.Name}", $"{tint.Tint.Light}, {tint.Tint.Dark}"), ($"--on-tint-{tint.Name}", $"{tint.Tint.LightText}, {tint.Tint.DarkText}") })];

    private static (string Name, Tint Tint)[] Tints =>
    [
        ("improvement", Palette.ImprovementTint), ("strong-improvement", Palette.StrongImprovementTint),
        ("concern", Palette.ConcernTint), ("strong-concern", Palette.StrongConcernTint), ("neutral", Palette.NeutralTint),
    ];

    [Fact]
    public void Inks_that_carry_text_reach_four_and_a_half_to_one_in_both_themes()
    {
        Ink[] textInks = [Palette.Improvement, Palette.Concern, Palette.Usual, Palette.Neutral, Palette.Text];

        Assert.All(textInks, ink =>
        {
            Assert.InRange(Contrast(ink.Light, Palette.Surface.Light), 4.5, 21);
            Assert.InRange(Contrast(ink.Dark, Palette.Surface.Dark), 4.5, 21);
        });
    }

    [Fact]
    public void Lines_that_carry_data_reach_three_to_one()
    {
        Assert.InRange(Contrast(Palette.Line.Light, Palette.Surface.Light), 3, 21);
        Assert.InRange(Contrast(Palette.Line.Dark, Palette.Surface.Dark), 3, 21);
    }

    [Fact]
    public void Tinted_cells_keep_their_text_legible() => Assert.All(Tints, pair =>
    {
        Assert.InRange(Contrast(pair.Tint.LightText, pair.Tint.Light), 4.5, 21);
        Assert.InRange(Contrast(pair.Tint.DarkText, pair.Tint.Dark), 4.5, 21);
    });

    [Fact]
    public void Every_signal_has_a_shape_and_a_word_of_its_own()
    {
        var styles = Enum.GetValues<SignalMeaning>().Where(meaning => meaning != SignalMeaning.None).Select(Palette.For).ToList();

        Assert.Equal(styles.Count, styles.Select(style => style.Glyph).Distinct().Count());
        Assert.Equal(styles.Count, styles.Select(style => style.Word).Distinct().Count());
        Assert.Equal(styles.Count, styles.Select(style => style.CssClass).Distinct().Count());
    }

    [Fact]
    public void Inks_can_be_told_apart_by_value() =>
        Assert.Equal(Palette.Inks.Count, Palette.Inks.Select(ink => ink.Light).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Theory, MemberData(nameof(Tokens))]
    public void The_style_sheet_says_the_same_colours(string variable, string colours) =>
        Assert.Contains($"{variable}: light-dark({colours});", StyleSheet("kpipulse.css"));

    [Theory]
    [InlineData("--ink-muted", "--page")]
    [InlineData("--ink-soft", "--page")]
    [InlineData("--ink-muted", "--hover")]
    [InlineData("--accent", "--accent-ground")]
    [InlineData("--accent", "--page")]
    [InlineData("--on-accent", "--accent")]
    [InlineData("--signal-concern", "--page")]
    public void Words_on_the_page_are_legible_in_both_themes(string text, string ground)
    {
        var (ink, paper) = (Token(text), Token(ground));

        Assert.InRange(Contrast(ink.Light, paper.Light), 4.5, 21);
        Assert.InRange(Contrast(ink.Dark, paper.Dark), 4.5, 21);
    }

    [Fact]
    public void The_edge_of_a_field_can_be_seen()
    {
        Assert.InRange(Contrast(Token("--control").Light, Token("--surface").Light), 3, 21);
        Assert.InRange(Contrast(Token("--control").Dark, Token("--surface").Dark), 3, 21);
    }

    [Fact]
    public void Page_and_paper_choose_fonts_in_one_order() =>
        Assert.Contains($"--font: {KpiPulse.Reporting.Fonts.BundledFonts.CssFamilies.Replace('\'', '"')};", StyleSheet("kpipulse.css"));

    [Fact]
    public void Every_font_the_page_names_is_there()
    {
        var files = FontFile().Matches(StyleSheet("fonts.css")).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Wwwroot, "fonts", file)), file));
    }

    private static string Wwwroot
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "KpiPulse.sln"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "src", "KpiPulse.Web", "wwwroot");
        }
    }

    private static string StyleSheet(string name) => File.ReadAllText(Path.Combine(Wwwroot, "css", name));

    private static (string Light, string Dark) Token(string name)
    {
        var match = Regex.Match(StyleSheet("kpipulse.css"), Regex.Escape(name) + @": light-dark\((#\w{6}), (#\w{6})\)");
        return (match.Groups[1].Value, match.Groups[2].Value);
    }

    // WCAG 2.2, relative luminance and contrast ratio.
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);
    }

    [GeneratedRegex(@"url\(\.\./fonts/([^)]+)\)")]
    private static partial Regex FontFile();
}
