namespace KpiPulse.Reporting.Charts;

internal static class Tooltip
{
    public static string Of(ChartPoint point, ChartModel model, UnitFormat format)
    {
        if (point.Tooltip is { } given) return given;

        if (point.Value is not { } value) return $"{point.Label}: {model.Words.NoData}";

        var isStep = model.Kind == ChartKind.Waterfall && point != model.Points[0] && point != model.Points[^1];
        return string.Concat(
            $"{point.Label}: {(isStep ? format.Step(value, model.Words.Points) : format.WithUnit(value))}",
            point is { Low: { } low, High: { } high } ? $" ({format.Bare(low)}–{format.Bare(high)})" : "",
            point.SampleSize is { } n ? $", n = {format.Count(n)}" : "",
            point.Target is { } target ? $", {Lower(model.Words.Target)} {format.Target(target)}" : "",
            point.Signal is SignalMeaning.None or SignalMeaning.UsualVariation ? "" : $". {Palette.For(point.Signal).Glyph} {model.Words.SignalWord(point.Signal)}",
            point.Rule.Length > 0 ? $": {point.Rule}" : "",
            point.Event.Length > 0 ? $". {point.Event}" : "");

        string Lower(string word) => word.ToLower(model.Culture);
    }
}
