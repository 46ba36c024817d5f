namespace KpiPulse.Metrics.Freeze;

/// <summary>A frozen number with its week's first day, as it is kept.</summary>
internal sealed record ReportedCell(
    DateOnly FirstDay, string CellBy, string? Market, string? Lob, string? Basis, double Numerator, double? Denominator, double? Value, double N);

/// <summary>Which of a question's numbers a freeze keeps: weeks of the whole, of markets, of lines of business and of their pairs.</summary>
internal sealed class ReportedCells
{
    private static readonly string[] Kept = ["market", "lob"];

    private readonly MetricQuestion question;
    private readonly Scope scope;
    private readonly string cellBy;

    private ReportedCells(MetricQuestion question, Scope scope, string cellBy) => (this.question, this.scope, this.cellBy) = (question, scope, cellBy);

    /// <summary>Null when the question asks for something else.</summary>
    public static ReportedCells? Of(MetricQuestion question, Scope scope)
    {
        var named = question.By.Concat(question.Where.Select(filter => filter.Dimension)).Distinct().ToList();
        var isWeeks = question.Period is { } days && (question.Grain == Grain.Week || (question.Grain == Grain.None && days == IsoWeek.Of(days.Start).Days));
        var isKept = named.TrueForAll(Kept.Contains) && question.Where.All(filter => filter.Values.Count == 1 || question.By.Contains(filter.Dimension));
        return isWeeks && isKept ? new ReportedCells(question, scope, string.Join(',', Kept.Where(named.Contains))) : null;
    }

    public IReadOnlyList<SeriesRow> LaidOver(IReadOnlyList<SeriesRow> rows, IReadOnlyList<ReportedCell> reported)
    {
        var weeks = reported.Select(cell => cell.FirstDay).ToHashSet();
        return weeks.Count == 0
            ? rows
            : [.. rows.Where(row => !weeks.Contains(row.PeriodStart ?? question.Period!.Value.Start)), .. reported.Where(IsAsked).Select(RowOf)];
    }

    private bool IsAsked(ReportedCell cell) => cell.CellBy == cellBy
        && (question.Basis is null || question.Basis == cell.Basis)
        && question.Where.All(filter => filter.Values.Contains(ValueOf(cell, filter.Dimension) ?? ""))
        && (scope.Until is null || IsoWeek.Of(cell.FirstDay).Days.End <= scope.Until)
        && FrozenWeeks.IsVisible(new CellKey(question.Metric, cell.CellBy, cell.Market, cell.Lob, cell.Basis), scope);

    private SeriesRow RowOf(ReportedCell cell) => new(
        question.Grain == Grain.None ? null : cell.FirstDay,
        [.. question.By.Select(dimension => ValueOf(cell, dimension))],
        cell.Basis, cell.Numerator, cell.Denominator, cell.Value, (long)cell.N);

    private static string? ValueOf(ReportedCell cell, string dimension) => dimension == "market" ? cell.Market : cell.Lob;
}
