using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace KpiPulse.Web;

/// <summary>
/// Numbers and dates follow the browser's languages; words follow the resource files there are, which is English so far. Another language is a
/// <c>Texts.ja.resx</c> (and <c>NarrativeTexts.ja.resx</c>) and its name here.
/// </summary>
internal static class Cultures
{
    private static readonly string[] Words = ["en"];

    private static readonly string[] NumbersAndDates =
        ["en", "en-IN", "de", "es", "fil", "fr", "hi", "id", "it", "ja", "ko", "ms", "nl", "pl", "pt", "sv", "ta", "th", "tr", "uk", "vi", "zh"];

    public static void Offer(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture("en");
        options.SupportedCultures = [.. NumbersAndDates.Select(CultureInfo.GetCultureInfo)];
        options.SupportedUICultures = [.. Words.Select(CultureInfo.GetCultureInfo)];
        // Neither a cookie nor the address: a link shows each reader the same view in his own numerals.
        options.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
    }
}
