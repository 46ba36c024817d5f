namespace KpiPulse.Warehouse.Landing;

/// <summary>One reason to reject a record, found while it is read.</summary>
/// <param name="Broken">SQL that is true for a record to reject; null counts as false.</param>
/// <param name="Value">SQL of the offending text.</param>
internal sealed record RecordCheck(string Column, string Broken, string Reason, string Value);

/// <summary>All checks of one target, in the order in which a reader would look.</summary>
internal static class RecordChecks
{
    private const int MostDays = 366;

    /// <summary>Where the calendars begin at the earliest (int_calendar_horizon): an older time is an empty one written as 1970 or 1900.</summary>
    private const int FirstYear = 2000;

    public static IEnumerable<RecordCheck> Of(TargetMapping target, int number, DateTime now)
    {
        var tomorrow = $"timestamp '{now.AddDays(1):yyyy-MM-dd HH:mm:ss}'";
        foreach (var (mapping, place) in target.Read.Select((mapping, place) => (mapping, place)))
        {
            if (mapping.Source is TextSource.Constant || mapping.Column.Type == CanonicalType.Dimensions)
                continue;

            var text = $"t{number}_{place}";
            var naive = $"n{number}_{place}";
            var value = $"x{number}_{place}";
            var source = CellSql.Source(mapping);
            if (mapping.Steps.Any(step => step is TextStep.MapValues { Unmapped: UnmappedValue.Reject }))
                yield return new RecordCheck(mapping.Label, $"{text} = {CellSql.Unmapped}", $"is not in the profile's map for {mapping.Column.Name}", source);
            if (mapping.Column.Required)
                yield return new RecordCheck(mapping.Label, $"{text} is null", $"is missing ({mapping.Column.Name} needs it)", source);
            if (mapping.Column.Type != CanonicalType.Text)
                yield return new RecordCheck(mapping.Label, $"{text} is not null and {value} is null", TypedSql.Expected(mapping), source);
            // A due date is computed and may name an hour that was skipped; what happened cannot.
            if (mapping.Column.Happened && TypedSql.NeverWas(mapping.Time!, naive) is { } neverWas)
                yield return new RecordCheck(mapping.Label, neverWas, $"is a time that {mapping.Time!.Zone} never had (the clocks were put forward)", source);
            if (mapping.Column.Closed is { } closed)
                yield return new RecordCheck(mapping.Label, $"{text} not in ({CellSql.List(closed)})", $"is not one of {string.Join(", ", closed)} ({mapping.Column.Name})", source);
            if (mapping.Closed is { } closedByProfile)
                yield return new RecordCheck(mapping.Label, $"{text} not in ({CellSql.List(closedByProfile)})", $"is not one of {string.Join(", ", closedByProfile)} (the profile closes this list)", source);
            if (mapping.Column.Happened)
            {
                yield return new RecordCheck(mapping.Label, $"{value} > {tomorrow}", "lies in the future", source);
                yield return new RecordCheck(mapping.Label, $"{value} < timestamp '{FirstYear}-01-01'", $"lies before the year {FirstYear}", source);
            }
        }

        foreach (var rule in target.Table.Rules)
        {
            if (RuleCheck(target, number, rule) is { } check)
                yield return check;
        }

        if (target.Until is { } until)
        {
            var days = $"x{number}_{target.Columns.Count} - {ValueOf(target, number, "on_date")}";
            yield return new RecordCheck(until.Label, $"{days} not between 0 and {MostDays}", $"is no day within a year of {LabelOf(target, "on_date")}", CellSql.Source(until));
        }

        foreach (var (earlier, later) in target.InOrder)
            yield return new RecordCheck(LabelOf(target, later), $"{ValueOf(target, number, later)} < {ValueOf(target, number, earlier)}", $"lies before {LabelOf(target, earlier)}", SourceOf(target, later));
    }

    /// <summary>A rule over columns that the profile does not map cannot be broken.</summary>
    private static RecordCheck? RuleCheck(TargetMapping target, int number, RowRule rule)
    {
        if (target.Columns.All(mapping => mapping.Column.Name != rule.Column))
            return null;

        var broken = rule.Broken;
        foreach (var column in target.Table.Columns)
        {
            if (broken.Contains('{' + column.Name + '}', StringComparison.Ordinal))
                broken = broken.Replace('{' + column.Name + '}', ValueOf(target, number, column.Name), StringComparison.Ordinal);
        }

        return new RecordCheck(LabelOf(target, rule.Column), broken, rule.Reason, SourceOf(target, rule.Column));
    }

    private static string ValueOf(TargetMapping target, int number, string column) => LandedRecords.Value(target, number, column);

    private static string LabelOf(TargetMapping target, string column) => target.Columns.First(mapping => mapping.Column.Name == column).Label;

    private static string SourceOf(TargetMapping target, string column) => CellSql.Source(target.Columns.First(mapping => mapping.Column.Name == column));
}
