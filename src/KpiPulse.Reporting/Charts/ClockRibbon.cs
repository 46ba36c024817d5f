using System.Globalization;
using System.Net;
using System.Text;

namespace KpiPulse.Reporting.Charts;

/// <summary>A stretch of a clock's time.</summary>
/// <param name="Kind">running | out_of_hours | paused | solved | no_policy | void; the style sheet knows them (.ribbon).</param>
/// <param name="Text">Said on hover and to screen readers by the table below it.</param>
public sealed record RibbonPiece(DateTime From, DateTime Until, string Kind, string Text);

/// <summary>
/// A ticket's time as a strip: full height runs, half height pauses, a thin line is out of hours, so that it reads without colour too.
/// Several ribbons over the same span line up.
/// </summary>
public static class ClockRibbon
{
    private const double Width = 1000;
    private const double Height = 20;

    public static string Render(IReadOnlyList<RibbonPiece> pieces, DateTime from, DateTime until, DateTime? due, string summary)
    {
        var span = Math.Max(1, (until - from).TotalSeconds);
        double X(DateTime at) => Math.Clamp((at - from).TotalSeconds / span, 0, 1) * Width;
        var svg = new StringBuilder(2000).Append(CultureInfo.InvariantCulture, $"<svg class=\"ribbon\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(summary)}\">");
        foreach (var piece in pieces)
        {
            var (top, height) = ShapeOf(piece.Kind);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"k-{piece.Kind}\" x=\"{N(X(piece.From))}\" y=\"{N(top)}\" width=\"{N(Math.Max(1, X(piece.Until) - X(piece.From)))}\" height=\"{N(height)}\"><title>{WebUtility.HtmlEncode(piece.Text)}</title></rect>");
        }

        if (due is { } at && at >= from && at <= until)
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"due\" d=\"M{N(X(at))} 0V20\"/>");
        return svg.Append("</svg>").ToString();
    }

    /// <summary>What was used of a promise: the tick is the target, and beyond it is late.</summary>
    public static string RenderUse(double elapsed, double target, bool isMissed, string summary)
    {
        const double TargetAt = 64;
        var length = target <= 0 ? 96 : Math.Clamp(elapsed / target * TargetAt, 1, 96);
        return string.Create(CultureInfo.InvariantCulture, $"<svg class=\"use{(isMissed ? " is-late" : "")}\" width=\"96\" height=\"12\" viewBox=\"0 0 96 12\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(summary)}\"><rect class=\"u\" y=\"3\" height=\"6\" width=\"{N(Math.Min(length, TargetAt))}\"/>{(length > TargetAt ? $"<rect class=\"l\" x=\"64\" y=\"3\" height=\"6\" width=\"{N(length - TargetAt)}\"/>" : "")}<path class=\"due\" d=\"M64 0V12\"/></svg>");
    }

    private static (double Top, double Height) ShapeOf(string kind) => kind switch
    {
        "running" => (0, Height),
        "paused" => (5, 10),
        "out_of_hours" => (9, 2),
        _ => (8, 4),
    };

    private static string N(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
