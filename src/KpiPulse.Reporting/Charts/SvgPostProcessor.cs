using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Charts;

/// <summary>Makes Skia's SVG fit for a page: ids of its own, the theme's colours, a name, texts, and links that need no script.</summary>
internal static partial class SvgPostProcessor
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly Dictionary<string, string> Variables =
        Palette.Inks.DistinctBy(ink => ink.Light).ToDictionary(ink => ink.Light, ink => ink.Css, StringComparer.OrdinalIgnoreCase);

    public static string Finish(string raw, ChartDrawing drawing, ChartModel model, int width, int height)
    {
        var skia = XDocument.Parse(raw).Root!;
        Clean(skia, width, height);
        var texts = drawing.Texts.Select(TextElement).ToList();
        var hash = HashOf(skia, texts, model, width, height);
        PrefixIds(skia, hash);

        var root = new XElement(Svg + "svg",
            new XAttribute("class", $"chart chart-{model.Kind.ToString().ToLowerInvariant()}"), new XAttribute("width", width), new XAttribute("height", height),
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            // The image is a group inside: links within role="img" itself would be lost to a screen reader.
            new XElement(Svg + "g",
                new XAttribute("role", "img"), new XAttribute("aria-labelledby", $"{hash}-t {hash}-d"), new XAttribute("pointer-events", "none"),
                new XElement(Svg + "title", new XAttribute("id", $"{hash}-t"), model.Title),
                new XElement(Svg + "desc", new XAttribute("id", $"{hash}-d"), Describe(model)),
                skia.Elements(),
                new XElement(Svg + "g", new XAttribute("font-family", BundledFonts.CssFamilies), texts)),
            drawing.Hits.Count == 0 ? null : new XElement(Svg + "g", new XAttribute("class", "hits"), drawing.Hits.Select(Link)));
        return root.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Trailing commas in coordinates, opaque grounds, fixed colours: what Skia and ScottPlot leave behind.</summary>
    internal static void Clean(XElement svg, int width, int height)
    {
        svg.Elements().Where(element => IsGround(element, width, height)).Remove();
        foreach (var attribute in svg.DescendantsAndSelf().Attributes().ToList())
        {
            if (attribute.Name.LocalName is "x" or "y") attribute.Value = attribute.Value.TrimEnd(' ', ',');
            if (attribute.Name.LocalName == "stroke-width" && Dash.All.FirstOrDefault(dash => Text(dash.Sign) == attribute.Value) is { } dashed)
            {
                attribute.Value = "1";
                attribute.Parent!.SetAttributeValue("stroke-dasharray", string.Join(' ', dashed.Pattern.Select(Text)));
            }
            if (attribute.Name.LocalName is not ("fill" or "stroke")) continue;
            if (attribute.Value == "white") attribute.Value = "#FFFFFF";
            if (Variables.TryGetValue(attribute.Value, out var variable)) attribute.Value = variable;
        }
    }

    private static bool IsGround(XElement element, int width, int height) =>
        element.Name.LocalName == "rect" && (string?)element.Attribute("fill") is "white" or "none" or null
        && (string?)element.Attribute("width") == Text(width) && (string?)element.Attribute("height") == Text(height);

    // Skia numbers its clip paths through the life of the process; two charts on one page must not share a name.
    private static void PrefixIds(XElement svg, string hash)
    {
        var names = svg.Descendants().Attributes("id").Select((id, i) => (id.Value, New: $"{hash}-{i}")).ToDictionary(pair => pair.Value, pair => pair.New);
        foreach (var attribute in svg.Descendants().Attributes().ToList())
            attribute.Value = attribute.Name.LocalName == "id"
                ? names[attribute.Value]
                : Reference().Replace(attribute.Value, match => $"url(#{names.GetValueOrDefault(match.Groups[1].Value, match.Groups[1].Value)})");
    }

    private static string HashOf(XElement svg, List<XElement> texts, ChartModel model, int width, int height)
    {
        var shape = SkiaId().Replace(svg.ToString(SaveOptions.DisableFormatting), "");
        var content = $"{shape}\n{string.Concat(texts)}\n{model.Title}\n{Describe(model)}\n{width}×{height}";
        return "c" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..10];
    }

    private static string Describe(ChartModel model)
    {
        var format = UnitFormat.Of(model);
        var last = TrendScale.LastOf([.. model.AllPoints]);
        return last is null ? model.Subtitle : $"{model.Subtitle}. {Tooltip.Of(last, model, format)}".TrimStart('.', ' ');
    }

    private static XElement TextElement(ChartText text) => new(Svg + "text",
        new XAttribute("x", Text(text.X)), new XAttribute("y", Text(text.Y)), new XAttribute("font-size", Text(text.Style.Size)),
        text.Style.Weight == TextWeight.Regular ? null : new XAttribute("font-weight", text.Style.Weight == TextWeight.Bold ? 700 : 600),
        text.Style.Anchor == TextAnchor.Start ? null : new XAttribute("text-anchor", text.Style.Anchor == TextAnchor.End ? "end" : "middle"),
        new XAttribute("fill", text.Ink.Css), text.Text);

    // Signals and the newest point are tab stops; the others are reached by pointer, and by keyboard in the chart's table.
    private static XElement Link(HitArea hit, int index) => new(Svg + "a",
        new XAttribute("href", hit.Point.Href!),
        IsStop(hit) ? null : new XAttribute("tabindex", "-1"),
        new XElement(Svg + "rect",
            new XAttribute("x", Text(hit.Box.Left)), new XAttribute("y", Text(hit.Box.Top)),
            new XAttribute("width", Text(hit.Box.Width)), new XAttribute("height", Text(hit.Box.Height)),
            new XAttribute("fill", "transparent")),
        new XElement(Svg + "title", hit.Tooltip));

    private static bool IsStop(HitArea hit) => hit.Point.Signal is not (SignalMeaning.None or SignalMeaning.UsualVariation);

    private static string Text(float number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"url\(#([^)]+)\)")]
    private static partial Regex Reference();

    [GeneratedRegex("cl_[0-9a-f]+")]
    private static partial Regex SkiaId();
}
