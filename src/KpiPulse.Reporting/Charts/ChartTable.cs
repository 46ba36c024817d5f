namespace KpiPulse.Reporting.Charts;

public sealed record ChartColumn(string Name, bool IsNumeric);

/// <summary>What a reader sees, and for numbers what a spreadsheet should get: shares stay 0–1.</summary>
public sealed record ChartCell(string Text, double? Number = null, string? Href = null)
{
    public static readonly ChartCell Empty = new("");
}

/// <summary>The chart as a table: one row for each point, one column for each thing that any point has.</summary>
public sealed record ChartTable(IReadOnlyList<ChartColumn> Columns, IReadOnlyList<IReadOnlyList<ChartCell>> Rows)
{
    public static ChartTable Of(ChartModel model)
    {
        var format = UnitFormat.Of(model);
        var points = model.AllPoints.ToList();
        var used = ColumnsFor(model, format, points).Where(column => points.Any(column.IsSaid)).ToList();

        return new(
            [new(model.LabelHeader, false), .. used.Select(column => new ChartColumn(column.Name, column.IsNumeric))],
            [.. points.Select((point, row) => (IReadOnlyList<ChartCell>)
                [new ChartCell(point.Label, Href: point.Href), .. used.Select(column => column.Cell(point, row))])]);
    }

    private static IEnumerable<TableColumn> ColumnsFor(ChartModel model, UnitFormat format, IReadOnlyList<ChartPoint> points)
    {
        var words = model.Words;
        var unit = format.Suffix.Trim();
        string Header(string name) => unit.Length == 0 ? name : $"{name}, {unit}";
        TableColumn Measure(string name, Func<ChartPoint, double?> read) => TableColumn.OfNumber(Header(name), read, format.Bare);

        yield return model.Kind == ChartKind.Waterfall
            ? WaterfallColumn(Header(words.Value), points, format, words)
            : Measure(words.Value, point => point.Value) with { IsSaid = _ => true };
        if (model.Kind == ChartKind.Pareto)
        {
            var shares = RunningShare.Of(points);
            yield return TableColumn.OfRow(words.Share, row => shares[row].Share, Percent);
            yield return TableColumn.OfRow(words.RunningShare, row => shares[row].Running, Percent);
        }
        yield return Measure(words.Low, point => point.Low);
        yield return Measure(words.High, point => point.High);
        yield return TableColumn.OfNumber(words.Numerator, point => point.Numerator, format.Count);
        yield return TableColumn.OfNumber(words.Denominator, point => point.Denominator, format.Count);
        yield return TableColumn.OfNumber(words.SampleSize, point => point.SampleSize, format.Count);
        yield return Measure(words.Target, point => point.Target);
        yield return Measure(words.Mean, point => point.Mean);
        yield return Measure(words.LowerLimit, point => point.LowerLimit);
        yield return Measure(words.UpperLimit, point => point.UpperLimit);
        yield return Measure(words.PriorYear, point => point.PriorYear);
        yield return TableColumn.OfText(words.Signal, point => SignalText(point.Signal, words));
        yield return TableColumn.OfText(words.Rule, point => point.Rule);
        yield return TableColumn.OfText(words.Event, point => point.Event);

        string Percent(double share) => (share * 100).ToString("N1", model.Culture) + "\u00A0%";
    }

    private static TableColumn WaterfallColumn(string name, IReadOnlyList<ChartPoint> points, UnitFormat format, ChartWords words) =>
        new(name, true, _ => true, (point, row) => point.Value is not { } value
            ? ChartCell.Empty
            : new(row == 0 || row == points.Count - 1 ? format.Bare(value) : format.Step(value, words.Points), value));

    private static string SignalText(SignalMeaning meaning, ChartWords words) =>
        meaning == SignalMeaning.None ? "" : $"{Palette.For(meaning).Glyph} {words.SignalWord(meaning)}";
}

internal sealed record TableColumn(string Name, bool IsNumeric, Func<ChartPoint, bool> IsSaid, Func<ChartPoint, int, ChartCell> Cell)
{
    public static TableColumn OfNumber(string name, Func<ChartPoint, double?> read, Func<double, string> write) =>
        new(name, true, point => read(point) is not null,
            (point, _) => read(point) is { } number ? new(write(number), number) : ChartCell.Empty);

    public static TableColumn OfRow(string name, Func<int, double> read, Func<double, string> write) =>
        new(name, true, _ => true, (_, row) => new(write(read(row)), read(row)));

    public static TableColumn OfText(string name, Func<ChartPoint, string> read) =>
        new(name, false, point => read(point).Length > 0, (point, _) => new(read(point)));
}

internal static class RunningShare
{
    public static IReadOnlyList<(double Share, double Running)> Of(IReadOnlyList<ChartPoint> points)
    {
        var total = points.Sum(point => point.Value ?? 0);
        var running = 0.0;
        return [.. points.Select(point =>
        {
            var share = total == 0 ? 0 : (point.Value ?? 0) / total;
            running += share;
            return (share, running);
        })];
    }
}
