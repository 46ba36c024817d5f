namespace KpiPulse.Warehouse.Landing;

/// <summary>What no file may break, whatever it holds: a person in two places at once, two promises for one ticket.</summary>
internal static class LandingClaims
{
    /// <exception cref="WarehouseException">A claim about a table that the file changed does not hold; nothing of it is loaded.</exception>
    public static void Assert(Session session, KpiWarehouse warehouse, IReadOnlyDictionary<string, long> targets)
    {
        foreach (var claim in warehouse.Sql.Files("landing").Where(claim => targets.Any(target => target.Value > 0 && claim.Text.Contains($"from {target.Key}", StringComparison.Ordinal))))
        {
            if (Checks.FailuresOf(session, claim) is [var first, ..] failures)
                throw new WarehouseException($"With this file it would not hold that {first.Claim} ({first.CounterExample}{(failures.Count > 1 ? $", and {failures.Count - 1} more" : "")}). Nothing of it was loaded: end the earlier row (valid_to) in the export, then drop it again.");
        }
    }
}
