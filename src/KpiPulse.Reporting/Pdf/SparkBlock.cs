using KpiPulse.Reporting.Charts;
using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <summary>A cell's recent weeks, as <see cref="Sparkline"/> shows them on the page.</summary>
internal sealed class SparkBlock(SparklineModel model, double scaleFrom, double scaleUntil) : Block
{
    private const float Height = 13;
    private const float Pad = 2.5f;

    public override float HeightAt(float width) => Height;

    public override void Draw(PaperCanvas canvas, SKRect box)
    {
        if (model is { BandLow: { } low, BandHigh: { } high })
            canvas.Fill(new(box.Left, Y(high, box), box.Right, Math.Max(Y(low, box), Y(high, box) + 0.5f)), SKColor.Parse(Palette.Grid.Light));
        if (model.Target is { } target)
            for (var x = box.Left; x < box.Right; x += 4) canvas.Rule(x, Math.Min(x + 2, box.Right), Y(target, box), Palette.Text, 0.4f);

        foreach (var run in Runs(box)) canvas.Line(run, Palette.Usual, 0.8f);
        if (model.Values.Count > 0 && model.Values[^1] is { } last)
            canvas.Signal(model.Signal == SignalMeaning.None ? SignalMeaning.UsualVariation : model.Signal, X(model.Values.Count - 1, box), Y(last, box), 3.6f);
    }

    /// <summary>Gaps part the line; a week alone is a dot.</summary>
    private IEnumerable<IReadOnlyList<SKPoint>> Runs(SKRect box)
    {
        var run = new List<SKPoint>();
        for (var week = 0; week <= model.Values.Count; week++)
        {
            if (week < model.Values.Count && model.Values[week] is { } value)
            {
                run.Add(new(X(week, box), Y(value, box)));
                continue;
            }
            if (run.Count > 0) yield return run.Count == 1 ? [run[0], run[0]] : run;
            run = [];
        }
    }

    private float X(int week, SKRect box) => model.Values.Count < 2 ? box.Right - Pad : box.Left + 1 + week * (box.Width - Pad - 1) / (model.Values.Count - 1);

    private float Y(double value, SKRect box) => scaleUntil == scaleFrom
        ? box.MidY
        : (float)Math.Clamp(box.Bottom - Pad - (value - scaleFrom) / (scaleUntil - scaleFrom) * (box.Height - 2 * Pad), box.Top + 0.5, box.Bottom - 0.5);
}
