using System.Globalization;

namespace KpiPulse.Warehouse.Landing;

/// <summary>The first rows of one canonical table as a file would fill it.</summary>
/// <param name="Lines">Where each row's record stands in the file.</param>
internal sealed record CanonicalSample(string Table, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, IReadOnlyList<long> Lines);

/// <param name="Source">The first records as they stand in the file, cell by cell.</param>
internal sealed record DryRunAnswer(Audit Audit, IReadOnlyList<IReadOnlyList<string?>> Source, IReadOnlyList<CanonicalSample> Canonical);

/// <summary>What landing a file would say, without landing it.</summary>
internal static class DryRun
{
    public static DryRunAnswer Of(KpiWarehouse warehouse, ReceivedFile file, StagedFile staged, LandingPlan plan, RecordLayout layout, int rowsShown)
    {
        using var session = warehouse.Read();
        var landed = LandedRecords.Of(LookUps.Join(session, staged.ReadCsv(), plan), staged, plan, warehouse.Clock.GetUtcNow().UtcDateTime);
        session.Run($"{file.FileName} (dry run)", landed.CreateSql);
        var audit = Audit.Of(session, file, staged, layout, landed);
        var source = Cells(session, string.Create(CultureInfo.InvariantCulture, $"select * from {staged.ReadCsv()} limit {rowsShown}"));
        var tables = plan.Targets.Select(target => target.Table).Distinct().OrderBy(CanonicalTables.Position);
        return new DryRunAnswer(audit, source, [.. tables.Select(table => Sample(session, table, plan, audit, layout, rowsShown))]);
    }

    private static CanonicalSample Sample(Session session, CanonicalTable table, LandingPlan plan, Audit audit, RecordLayout layout, int rowsShown)
    {
        var rows = Cells(session, string.Create(CultureInfo.InvariantCulture, $"""
            select cast({layout.FirstLine} + record{(audit.HasShifts ? " + coalesce(shift.lines, 0)" : "")} as varchar) as line, {string.Join(", ", table.Columns.Select(column => $"cast(fresh.{column.Name} as varchar) as {column.Name}"))}
            from ({CanonicalMerge.Rows(table, plan, audit.FirstRowId)}) as fresh
            {(audit.HasShifts ? "asof left join line_shifts as shift on fresh.record >= shift.from_record" : "")}
            order by fresh.record, fresh.part
            limit {rowsShown}
            """));
        var filled = Enumerable.Range(0, table.Columns.Count).Where(column => rows.Any(row => row[column + 1] is not null)).ToList();
        return new CanonicalSample(table.Name, [.. filled.Select(column => table.Columns[column].Name)], [.. rows.Select(row => filled.Select(column => row[column + 1]).ToList())],
            [.. rows.Select(row => long.Parse(row[0]!, CultureInfo.InvariantCulture))]);
    }

    private static List<IReadOnlyList<string?>> Cells(Session session, string sql) =>
        [.. session.Ask<dynamic>("dry run", sql).Select(row => (IReadOnlyList<string?>)[.. ((IDictionary<string, object?>)row).Values.Select(value => value?.ToString())])];
}
