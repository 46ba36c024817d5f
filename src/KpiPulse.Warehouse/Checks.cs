namespace KpiPulse.Warehouse;

/// <param name="Claim">The check's file name, read as a sentence.</param>
/// <param name="CounterExample">One row that contradicts it, column by column.</param>
public sealed record FailedCheck(string Claim, string CounterExample);

/// <summary>Each file of <c>sql/checks</c> (and of <c>sql/landing</c> and <c>sql/doctor</c>) is a claim; the rows it returns contradict it.</summary>
internal static class Checks
{
    private const int CounterExamplesShown = 20;

    public static IReadOnlyList<FailedCheck> Failures(Session session, KpiWarehouse warehouse, string folder = "checks")
    {
        var failures = new List<FailedCheck>();
        foreach (var check in warehouse.Sql.Files(folder))
            failures.AddRange(FailuresOf(session, check));
        return failures;
    }

    public static IReadOnlyList<FailedCheck> FailuresOf(Session session, SqlFile check) =>
        [.. session.Ask<dynamic>(check.Path, $"select * from (\n{check.Text}\n) limit {CounterExamplesShown}")
            .Select(row => new FailedCheck(check.Name.Replace('_', ' '), string.Join(", ", ((IDictionary<string, object?>)row).Select(cell => $"{cell.Key} = {cell.Value ?? "null"}"))))];

    /// <exception cref="WarehouseException">A claim does not hold; the old numbers stay up.</exception>
    public static void Assert(Session session, KpiWarehouse warehouse)
    {
        if (Failures(session, warehouse) is [var first, ..] failures)
            throw new WarehouseException($"The check '{first.Claim}' does not hold ({failures.Count} counter-examples; first: {first.CounterExample}). Nothing was published; the earlier numbers stand.");
    }
}
