using KpiPulse.Reporting.Fonts;
using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>A4 landscape in points, and the sizes of its type.</summary>
internal static class Paper
{
    public const float Width = 841.89f;
    public const float Height = 595.28f;
    public const float Side = 40;
    public const float Leading = 1.35f;

    public static readonly SKRect Content = new(Side, 76, Width - Side, Height - 42);

    public static readonly TextStyle Title = new(19, TextWeight.SemiBold);
    public static readonly TextStyle Headline = new(13, TextWeight.SemiBold);
    public static readonly TextStyle Heading = new(11, TextWeight.SemiBold);
    public static readonly TextStyle Body = new(9.5f);
    public static readonly TextStyle Strong = new(9.5f, TextWeight.SemiBold);
    public static readonly TextStyle Cell = new(8.5f);
    public static readonly TextStyle CellStrong = new(8.5f, TextWeight.SemiBold);
    public static readonly TextStyle Small = new(7.5f);
    public static readonly TextStyle SmallStrong = new(7.5f, TextWeight.SemiBold);
    public static readonly TextStyle Kpi = new(20, TextWeight.SemiBold);

    public static TextStyle AtEnd(TextStyle style) => style with { Anchor = TextAnchor.End };
}
