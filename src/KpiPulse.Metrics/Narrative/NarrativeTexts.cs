using System.Globalization;
using System.Resources;
using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Narrative;

/// <summary>The words of the narrative, by culture (<c>NarrativeTexts.resx</c> is English).</summary>
public static class NarrativeTexts
{
    private static readonly ResourceManager Resources = new(typeof(NarrativeTexts).FullName!, typeof(NarrativeTexts).Assembly);

    /// <summary>What a rule saw: "below its usual range"; empty where none fired.</summary>
    public static string Rule(XmrRule rule, CultureInfo culture) => rule == XmrRule.None ? "" : Text($"Rule{rule}", culture);

    internal static string Text(string name, CultureInfo culture, params ReadOnlySpan<object?> arguments)
    {
        var text = Resources.GetString(name, culture) ?? throw new MissingManifestResourceException($"NarrativeTexts.resx has no text '{name}'. Add it.");
        return arguments.Length == 0 ? text : string.Format(culture, text, arguments);
    }
}
