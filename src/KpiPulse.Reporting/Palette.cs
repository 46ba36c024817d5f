namespace KpiPulse.Reporting;

/// <summary>What a point means for the people behind it; chosen upstream, coloured only here.</summary>
public enum SignalMeaning { None, Improvement, Concern, UsualVariation, TooFew, Provisional, Neutral }

/// <summary>A colour by role: its ink on light and on dark ground, and the CSS variable that switches between them.</summary>
public sealed record Ink(string Light, string Dark, string Variable)
{
    /// <summary>For SVG and CSS: follows the page's theme, and stays legible where no style sheet is loaded.</summary>
    public string Css => $"var({Variable}, {Light})";
}

/// <summary>Never colour alone: every signal has a colour, a shape and a word.</summary>
public sealed record SignalStyle(Ink Ink, string Glyph, string Word, string CssClass);

/// <summary>A heatmap cell: ground and text, in both themes.</summary>
public sealed record Tint(string Light, string LightText, string Dark, string DarkText);

/// <summary>Meaning → colour, shape, word. Blue and orange, because red and green are one colour to one man in twelve.</summary>
public static class Palette
{
    public static readonly Ink Improvement = new("#005AB5", "#6CB6FF", "--signal-improvement");
    public static readonly Ink Concern = new("#B45309", "#FFA65C", "--signal-concern");
    public static readonly Ink Usual = new("#5B6470", "#9AA4B2", "--signal-usual");
    public static readonly Ink Neutral = new("#6B2FA0", "#C9A6FF", "--signal-neutral");
    public static readonly Ink Text = new("#1F2937", "#E6EAF0", "--ink");

    public static readonly Ink Surface = new("#FFFFFF", "#0F1419", "--surface");
    public static readonly Ink Line = new("#8A94A0", "#7C8896", "--chart-line");
    public static readonly Ink Ghost = new("#B9C2CC", "#4A5563", "--chart-ghost");
    public static readonly Ink Grid = new("#E8EBEF", "#232B35", "--chart-grid");
    public static readonly Ink Band = new("#F3F5F8", "#171E26", "--chart-band");
    public static readonly Ink Bar = new("#C5CCD5", "#465160", "--chart-bar");

    public static readonly Tint ImprovementTint = new("#DCEBFA", "#0B3D78", "#12304F", "#CFE5FF");
    public static readonly Tint StrongImprovementTint = new("#B8D6F2", "#0B3D78", "#1B4878", "#E1EFFF");
    public static readonly Tint ConcernTint = new("#FDE7D3", "#7A2E0E", "#43290F", "#FFDDBE");
    public static readonly Tint StrongConcernTint = new("#F9C9A3", "#7A2E0E", "#643A12", "#FFE9D6");
    public static readonly Tint NeutralTint = new("#F1F3F5", "#374151", "#1B222B", "#C4CCD6");

    public static IReadOnlyList<Ink> Inks { get; } =
        [Improvement, Concern, Usual, Neutral, Text, Surface, Line, Ghost, Grid, Band, Bar];

    public static SignalStyle For(SignalMeaning meaning) => meaning switch
    {
        SignalMeaning.Improvement => new(Improvement, "▲", "improvement", "sig-improvement"),
        SignalMeaning.Concern => new(Concern, "▼", "concern", "sig-concern"),
        SignalMeaning.UsualVariation => new(Usual, "●", "usual variation", "sig-usual"),
        SignalMeaning.TooFew => new(Usual, "○", "too few", "sig-few"),
        SignalMeaning.Provisional => new(Usual, "◐", "provisional", "sig-provisional"),
        SignalMeaning.Neutral => new(Neutral, "◆", "neutral signal", "sig-neutral"),
        _ => new(Usual, "", "", "sig-none"),
    };
}
