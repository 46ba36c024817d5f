using System.Globalization;
using KpiPulse.Reporting.Fonts;

namespace KpiPulse.Reporting.Charts;

/// <summary>A line's name at its right end.</summary>
internal sealed record SideLabel(string Text, double Level, TextStyle Style, Ink Ink)
{
    /// <summary>Each at its level where there is room, pushed apart where there is not; none below the plot.</summary>
    public static IEnumerable<(SideLabel Label, float Y)> Spread(IReadOnlyList<SideLabel> labels, Func<double, float> y, float lineHeight, float bottom)
    {
        var placed = labels.Select(label => (Label: label, Y: y(label.Level))).OrderBy(pair => pair.Y).ToArray();
        for (var round = 0; round < 30; round++)
            for (var i = 1; i < placed.Length; i++)
            {
                var overlap = lineHeight + 1 - (placed[i].Y - placed[i - 1].Y);
                if (overlap <= 0) continue;
                placed[i - 1].Y -= overlap / 2;
                placed[i].Y += overlap / 2;
            }
        var excess = placed.Length == 0 ? 0 : Math.Max(0, placed[^1].Y - bottom);
        return placed.Select(pair => (pair.Label, pair.Y - excess));
    }
}

/// <summary>2026-W46 reads as W46 and 2026-11 as Nov, with the year where it begins.</summary>
internal sealed record PeriodLabel(string Text, string Year, float X)
{
    private static readonly TextStyle Style = new(11);

    public static IReadOnlyList<PeriodLabel> Of(ChartModel model, Func<int, float> at)
    {
        var labels = new List<PeriodLabel>();
        Add(model.Points, 0);
        Add(model.Months, model.Points.Count);
        return labels;

        void Add(IReadOnlyList<ChartPoint> points, int offset)
        {
            if (points.Count == 0) return;
            var slot = points.Count > 1 ? at(offset + 1) - at(offset) : float.MaxValue;
            var widest = points.Max(point => Typesetter.Measure(Short(point.Label, model.Culture).Text, Style)) + 16;
            var every = Math.Max(1, (int)Math.Ceiling(widest / slot));
            var year = "";
            for (var i = (points.Count - 1) % every; i < points.Count; i += every)
            {
                var (text, itsYear) = Short(points[i].Label, model.Culture);
                labels.Add(new(text, itsYear == year || model.Kind == ChartKind.SmallMultiple ? "" : itsYear, at(offset + i)));
                year = itsYear;
            }
        }
    }

    private static (string Text, string Year) Short(string label, CultureInfo culture)
    {
        if (label.Length == 8 && label[4..6] == "-W" && label[..4].All(char.IsDigit)) return (label[5..], label[..4]);
        return DateOnly.TryParseExact(label, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? (month.ToString("MMM", culture), label[..4])
            : (label, "");
    }
}

/// <summary>What happened, above its dotted line; a second row where two would touch.</summary>
internal sealed record EventLabel(string Text, float X, int Row, TextStyle Style)
{
    private const int Rows = 3;

    public static IReadOnlyList<EventLabel> Of(IReadOnlyList<ChartPoint> points, Func<int, float> at, int width)
    {
        var labels = new List<EventLabel>();
        var ends = new float[Rows];
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Event.Length == 0) continue;
            var style = new TextStyle(11, Anchor: TextAnchor.Start);
            var text = Typesetter.Fit(points[i].Event, Math.Min(190, width * 0.6f), style);
            var length = Typesetter.Measure(text, style);
            var start = Math.Clamp(at(i) - length / 2, 2, Math.Max(2, width - length - 2));
            var row = Array.FindIndex(ends, end => end + 10 <= start);
            if (row < 0) row = Rows - 1;
            ends[row] = start + length;
            labels.Add(new(text, start, row, style));
        }
        return labels;
    }
}
