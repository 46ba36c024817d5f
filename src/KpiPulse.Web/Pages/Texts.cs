namespace KpiPulse.Web.Pages;

/// <summary>Names the resource file of the pages' words: <c>Texts.resx</c> is English, <c>Texts.ja.resx</c> would be Japanese.</summary>
public sealed class Texts;
