namespace KpiPulse.Metrics.Freeze;

/// <summary>Whether a week's numbers may still change by themselves (C9).</summary>
public enum WeekState
{
    /// <summary>Until seven days after its end, and until someone or the nightly job closes it.</summary>
    Provisional,

    /// <summary>Its numbers are kept; what differs today is a <see cref="Restatement"/>.</summary>
    Frozen,
}

/// <summary>A week in the reporting zone and how it was closed; all of that is null while it is provisional.</summary>
/// <param name="DueAt">UTC; seven days after its end, when the nightly job closes it.</param>
/// <param name="AsOf">UTC; what happened later is in no frozen number.</param>
public sealed record FrozenWeek(IsoWeek Week, WeekState State, DateTime DueAt, DateTime? AsOf = null, DateTime? FrozenAt = null, string? By = null, string? Note = null, long? DataVersion = null)
{
    public bool IsFrozen => State == WeekState.Frozen;
}

/// <summary>One number of one week: the whole, a market, a line of business or a pair of them.</summary>
/// <param name="By"><c>""</c>, <c>market</c>, <c>lob</c> or <c>market,lob</c>; a null dimension inside it means rows without a value.</param>
public sealed record CellKey(string Metric, string By, string? Market, string? Lob, string? Basis)
{
    /// <summary>Where a question's number is kept; null when no cell holds it.</summary>
    public static CellKey? Of(MetricQuestion question)
    {
        var fixedTo = question.Where.ToDictionary(filter => filter.Dimension, filter => filter.Values, StringComparer.Ordinal);
        return fixedTo.Keys.Any(dimension => dimension is not ("market" or "lob")) || fixedTo.Values.Any(values => values.Count != 1)
            ? null
            : new CellKey(question.Metric, string.Join(',', ((string[])["market", "lob"]).Where(fixedTo.ContainsKey)), Value("market"), Value("lob"), question.Basis);

        string? Value(string dimension) => fixedTo.GetValueOrDefault(dimension) is [{ Length: > 0 } value] ? value : null;
    }

    /// <summary>Whether the filters name this cell and nothing else; a later filter on a dimension wins over an earlier one.</summary>
    public bool IsAt(IReadOnlyList<DimensionFilter> where)
    {
        var named = where.GroupBy(filter => filter.Dimension).ToDictionary(group => group.Key, group => group.Last().Values, StringComparer.Ordinal);
        var own = By.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return named.Count == own.Length && Array.TrueForAll(own, dimension =>
            named.GetValueOrDefault(dimension) is [var value] && value == ((dimension == "market" ? Market : Lob) ?? ""));
    }
}

/// <param name="N">How many tickets, answers or reviews it rests on.</param>
public sealed record CellValue(double Numerator, double? Denominator, double? Value, double N, int DefinitionVersion);

/// <summary>A frozen number that would be another one today.</summary>
/// <param name="Frozen">Null when the cell had no rows then.</param>
/// <param name="Now">Null when it has none any more.</param>
/// <param name="Reasons">What changed, most rows first; empty when no row says it: reference data or a definition did.</param>
public sealed record Restatement(IsoWeek Week, CellKey Cell, CellValue? Frozen, CellValue? Now, IReadOnlyList<RestatementReason> Reasons)
{
    public MetricDefinition Metric => MetricCatalog.Get(Cell.Metric);

    /// <summary><c>late surveys 12, reopened 3</c>.</summary>
    public string Why => Reasons.Count > 0 ? string.Join(", ", Reasons.Select(reason => reason.ToString()))
        : Frozen?.DefinitionVersion != Now?.DefinitionVersion && Frozen is not null && Now is not null ? "the definition changed"
        : "rows that came or left, or reference data that changed, after it was frozen";
}

public sealed record RestatementReason(string What, long Rows)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{What} {Rows}");
}

/// <summary>A received file whose rows stand behind numbers.</summary>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="WasKnown">False: it came after the week was frozen. Null while nothing is frozen.</param>
public sealed record InputFile(int FileId, string FileName, string Sha256, string? SourceId, DateTime ReceivedAt, bool? WasKnown, long RowCount);
