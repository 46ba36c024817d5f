using System.Globalization;
using System.Text;

namespace KpiPulse.Reporting.Charts;

/// <summary>One cell's recent weeks. The band is the usual range; a null value is a gap.</summary>
public sealed record SparklineModel(IReadOnlyList<double?> Values)
{
    public double? BandLow { get; init; }
    public double? BandHigh { get; init; }
    public double? Target { get; init; }

    /// <summary>The meaning of the newest value.</summary>
    public SignalMeaning Signal { get; init; }
}

/// <summary>
/// 96 × 22 and under 700 bytes: a scorecard holds sixty of them, so ScottPlot is not asked. Colours come from the
/// style sheet (.spark); the number beside it says the same in text, so it is hidden from screen readers.
/// </summary>
public static class Sparkline
{
    public const int Width = 96;
    public const int Height = 22;
    private const double Pad = 4;

    /// <summary>The y-scale is the caller's, because it is only comparable when a whole column shares it.</summary>
    public static string Render(SparklineModel model, double scaleFrom, double scaleUntil)
    {
        var svg = new StringBuilder(480).Append("<svg class=\"spark\" width=\"96\" height=\"22\" viewBox=\"0 0 96 22\" aria-hidden=\"true\">");
        double Y(double value) => scaleUntil == scaleFrom
            ? Height / 2.0
            : Math.Clamp(Height - Pad - (value - scaleFrom) / (scaleUntil - scaleFrom) * (Height - 2 * Pad), 1, Height - 1);
        double X(int week) => model.Values.Count < 2 ? Width - Pad : 2 + week * (Width - Pad - 2) / (model.Values.Count - 1.0);

        if (model is { BandLow: { } low, BandHigh: { } high })
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"b\" width=\"96\" y=\"{N(Y(high))}\" height=\"{N(Math.Max(1, Y(low) - Y(high)))}\"/>");
        if (model.Target is { } target) svg.Append(CultureInfo.InvariantCulture, $"<path class=\"t\" d=\"M0 {N(Y(target))}H96\"/>");

        svg.Append("<path class=\"l\" d=\"");
        var isDrawing = false;
        for (var week = 0; week < model.Values.Count; week++)
        {
            if (model.Values[week] is not { } value)
            {
                isDrawing = false;
                continue;
            }
            svg.Append(isDrawing ? 'L' : 'M').Append(N(X(week))).Append(' ').Append(N(Y(value)));
            // A week alone between gaps still shows: a line of no length with round ends is a dot.
            if (!isDrawing && (week + 1 == model.Values.Count || model.Values[week + 1] is null)) svg.Append("h0");
            isDrawing = true;
        }
        svg.Append("\"/>");
        if (model.Values.Count > 0 && model.Values[^1] is { } last) svg.Append(Mark(model.Signal, X(model.Values.Count - 1), Y(last)));
        return svg.Append("</svg>").ToString();
    }

    private static string Mark(SignalMeaning signal, double x, double y) => $"<path class=\"m {Palette.For(signal).CssClass}\" d=\"{signal switch
    {
        SignalMeaning.Improvement => $"M{N(x - 3.4)} {N(y + 2.2)}h6.8l-3.4-5.8z",
        SignalMeaning.Concern => $"M{N(x - 3.4)} {N(y - 2.2)}h6.8l-3.4 5.8z",
        SignalMeaning.Neutral => $"M{N(x - 3)} {N(y)}l3-3 3 3-3 3z",
        SignalMeaning.Provisional => $"M{N(x)} {N(y - 2.4)}a2.4 2.4 0 1 0 0 4.8za2.4 2.4 0 0 1 0 4.8a2.4 2.4 0 0 0 0-4.8",
        _ => $"M{N(x - 2.4)} {N(y)}a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0",
    }}\"/>";

    private static string N(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
