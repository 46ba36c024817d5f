namespace KpiPulse.Benchmarks;

/// <summary>What is true of a case, in the scorer's format: causes, other descriptions of the same tickets, the noise-free split.</summary>
internal static class DriftingTruth
{
    private const double Overlap = 0.8;

    public static object Of(string caseId, string kind, DriftingCase drawn)
    {
        var (before, after) = (drawn.Weeks[^2], drawn.Weeks[^1]);
        var expectedBefore = Mean(before.N, drawn.MissBefore);
        var expectedAfter = Mean(after.N, drawn.MissBefore);
        var now = Mean(after.N, drawn.MissAfter);
        return new
        {
            case_id = caseId,
            kind,
            kpi = "sla",
            baseline = "wow",
            n_base = before.N.Sum(),
            n_cur = after.N.Sum(),
            kpi_base_true = 1 - expectedBefore,
            kpi_cur_true = 1 - now,
            delta_rate_true_pts = 100 * (expectedAfter - now),
            delta_mix_true_pts = 100 * (expectedBefore - expectedAfter),
            drift = drawn.World.DriftDeviation,
            causes = drawn.Causes.Select(cause => new
            {
                element = Name(drawn, cause.Element),
                kind = cause.Kind,
                n_base = cause.Tickets,
                oracle_z = cause.OracleZ,
                impact_pts = 100 * cause.Impact,
                size = cause.Size,
                equivalents = Equivalents(drawn, cause.Element, after.N),
            }),
            trigger = (object?)null,
        };
    }

    private static double Mean(double[] n, double[] rates) => n.Zip(rates, (tickets, rate) => tickets * rate).Sum() / n.Sum();

    private static SortedDictionary<string, string> Name(DriftingCase drawn, Dictionary<int, int> element) =>
        new(element.ToDictionary(
            pair => drawn.World.Names[pair.Key],
            pair => DriftingWorld.ValueName(drawn.World.Names[pair.Key], pair.Value)), StringComparer.Ordinal);

    private static List<object[]> Equivalents(DriftingCase drawn, Dictionary<int, int> element, double[] n)
    {
        var members = Enumerable.Range(0, n.Length).Where(leaf => drawn.Holds(leaf, element)).ToArray();
        var size = members.Sum(leaf => n[leaf]);
        var values = Enumerable.Range(0, drawn.World.Names.Length)
            .SelectMany(place => members.GroupBy(leaf => drawn.World.Leaves[leaf][place])
                .Where(group => group.Sum(leaf => n[leaf]) >= Overlap * size)
                .Select(group => (Place: place, Code: group.Key)))
            .ToArray();
        var found = new List<object[]>();
        for (var subset = 1; subset < 1 << values.Length; subset++)
        {
            var chosen = values.Where((_, i) => (subset >> i & 1) != 0).ToArray();
            if (chosen.Length > 3 || chosen.DistinctBy(value => value.Place).Count() < chosen.Length)
                continue;
            var other = chosen.ToDictionary(value => value.Place, value => value.Code);
            if (other.Count == element.Count && other.All(element.Contains))
                continue;
            var selected = Enumerable.Range(0, n.Length).Where(leaf => drawn.Holds(leaf, other)).ToArray();
            var both = selected.Where(leaf => drawn.Holds(leaf, element)).Sum(leaf => n[leaf]);
            var jaccard = both / (size + selected.Sum(leaf => n[leaf]) - both);
            if (jaccard >= Overlap)
                found.Add([Name(drawn, other), Math.Round(jaccard, 3)]);
        }

        return found;
    }
}
