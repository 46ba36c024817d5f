using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.Review;

/// <summary>
/// From all cells of a week to the few that are worth a lead's time: a rule of the cell's own chart must have fired, and the surprise
/// must survive Benjamini–Hochberg over everything that was looked at. Pure.
/// </summary>
public static class FindingSearch
{
    /// <summary>In a stable region one week in twenty lists something.</summary>
    public const double FalseDiscoveryRate = 0.05;

    /// <param name="rows">The cells, by two dimensions or one.</param>
    /// <param name="totals">Their sums by the first dimension; none if there is only one.</param>
    public static Exceptions Of(IReadOnlyList<string> by, IReadOnlyList<ScorecardRow> rows, IReadOnlyList<ScorecardRow> totals)
    {
        List<Candidate> candidates =
        [
            .. rows.SelectMany(row => row.Cells.Select(cell => Candidate.OfChange(cell, WhereOf(by, row.Key)))),
            .. totals.SelectMany(total => total.Cells.Select(cell => Candidate.OfChange(cell, WhereOf(by, total.Key)))),
            .. totals.SelectMany(total => MixesOf(by, total, rows)),
        ];
        List<Candidate> tested = candidates.FindAll(candidate => candidate.PValue is not null);
        var adjusted = BenjaminiHochberg.Adjust([.. tested.Select(candidate => candidate.PValue!.Value)], FalseDiscoveryRate);
        List<Finding> found = [.. tested.Zip(adjusted.QValues, adjusted.Kept).Where(test => test.Third && test.First.IsSignal).Select(test => test.First.Found(1 - test.Second))];

        List<ScorecardCell> cells = [.. rows.SelectMany(row => row.Cells).Where(cell => cell.Verdict != CellVerdict.NoData)];
        List<Finding> kept = [.. Distinct(found, rows.Count == 0 ? 0 : by.Count), .. rows.SelectMany(row => ChronicOf(row, WhereOf(by, row.Key), found))];
        return new Exceptions(
            [.. kept.OrderByDescending(finding => finding.Rank).Take(Exceptions.MostListed)],
            Math.Max(0, kept.Count - Exceptions.MostListed),
            cells.Count,
            cells.Count(IsSignal),
            cells.Count(cell => cell.Verdict == CellVerdict.TooFew),
            cells.Count(cell => cell.Verdict == CellVerdict.Provisional),
            cells.Count(cell => IsSignal(cell) && !found.Exists(finding => ReferenceEquals(finding.Cell, cell))));
    }

    private static bool IsSignal(ScorecardCell cell) => cell.Verdict is CellVerdict.Improvement or CellVerdict.Concern or CellVerdict.NeutralSignal;

    private static IReadOnlyList<DimensionFilter> WhereOf(IReadOnlyList<string> by, IReadOnlyList<string?> key) =>
        [.. key.Select((value, index) => new DimensionFilter(by[index], [value ?? ""]))];

    private static IEnumerable<Candidate> MixesOf(IReadOnlyList<string> by, ScorecardRow total, IReadOnlyList<ScorecardRow> rows)
    {
        List<ScorecardRow> parts = [.. rows.Where(row => row.Key[0] == total.Key[0])];
        for (var column = 0; column < total.Cells.Count; column++)
        {
            if (MixShift.Of([.. parts.Select(part => part.Cells[column])], [.. parts.Select(part => part.Key[^1])]) is { } mix)
                yield return new Candidate(FindingKind.Mix, total.Cells[column], WhereOf(by, total.Key), null, mix.PValue) { Mix = mix };
        }
    }

    /// <summary>A total is told only if its parts do not tell it: it is their mix, or it is spread over all of them.</summary>
    private static IEnumerable<Finding> Distinct(List<Finding> found, int depth)
    {
        foreach (var finding in found)
        {
            var isTotal = finding.Where.Count < depth;
            var isTold = isTotal && finding.Kind == FindingKind.Change && found.Exists(other => !ReferenceEquals(other, finding)
                && other.Metric == finding.Metric && other.IsConcern == finding.IsConcern && other.Where[0].Values[0] == finding.Where[0].Values[0]);
            if (!isTold)
                yield return finding;
        }
    }

    private static IEnumerable<Finding> ChronicOf(ScorecardRow row, IReadOnlyList<DimensionFilter> where, List<Finding> found) =>
        row.Cells.Where(cell => cell.IsChronicMiss && !found.Exists(finding => ReferenceEquals(finding.Cell, cell) && finding.IsConcern))
            .Select(cell => new Finding(FindingKind.ChronicMiss, cell, where, cell.Point!.Target!.Value, ChronicCertainty(cell)));

    // How far the target lies beyond what single weeks reach.
    private static double ChronicCertainty(ScorecardCell cell)
    {
        const int LimitSigmas = 3;
        var limits = cell.Chart.LatestLimits!;
        var sigma = (limits.Upper - limits.Lower) / (2 * LimitSigmas);
        return sigma > 0 ? 1 - Normal.TwoSidedPValue((cell.Point!.Target!.Value - limits.Mean!.Value) / sigma.Value) : 1;
    }

    private sealed record Candidate(FindingKind Kind, ScorecardCell Cell, IReadOnlyList<DimensionFilter> Where, double? Expected, double? PValue)
    {
        public MixShift? Mix { get; init; }

        public bool IsSignal => FindingSearch.IsSignal(Cell) && Mix?.IsMainly != false;

        public static Candidate OfChange(ScorecardCell cell, IReadOnlyList<DimensionFilter> where)
        {
            var isTestable = cell.Verdict is not (CellVerdict.NoData or CellVerdict.TooFew or CellVerdict.Provisional);
            var surprise = isTestable ? Surprise.Of(cell.Metric, cell.Trend.ComparableWeeks) : null;
            return new Candidate(FindingKind.Change, cell, where, surprise?.Expected, surprise?.PValue);
        }

        public Finding Found(double certainty) => new(Kind, Cell, Where, Expected ?? Cell.Point!.Value!.Value - Mix!.Change, certainty, Mix);
    }
}
