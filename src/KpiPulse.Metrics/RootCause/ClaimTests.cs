using System.Globalization;

namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// The trials a rate claim stands before it is shown, beside its z-test: permutation of the weeks, the same cell in earlier
/// weeks, direction against the neighbouring weeks, and whether it holds inside (Simpson).
/// </summary>
internal sealed class ClaimTests(LeafTable leaves, double[] rates, SearchSpace space, RootCauseOptions options)
{
    public const string HoldoutWeeks = "holdout_weeks";

    private const double LargestPValue = 0.01;

    /// <summary>Half a dozen weeks measure the usual movement loosely: twice it is still common (Student's t).</summary>
    private const double TimesUsual = 3;

    /// <summary>Fewer earlier weeks than this say nothing of what is usual.</summary>
    private const int FewestWeeks = 3;

    public IReadOnlyList<ClaimTest> Of(Cell cell, Evidence evidence, int[] members)
    {
        var tests = new List<ClaimTest> { AgainstDrift(evidence), Permutation(members), Crude(members) };
        tests.AddRange(Breadth(cell, members));
        if (leaves.History.Count >= FewestWeeks)
        {
            tests.AddRange(EarlierWeeks(evidence, members));
            tests.Add(Neighbours(evidence, members));
        }

        return tests;
    }

    private static ClaimTest AgainstDrift(Evidence evidence) => new(
        "chance_and_drift", true, evidence.PValue, Text($"{Math.Abs(evidence.Z):0.0} standard deviations of chance and usual drift"));

    private ClaimTest Permutation(int[] members)
    {
        var p = WeekPermutation.PValue(leaves, rates, members, options);
        return new ClaimTest("permutation", p <= LargestPValue, p, Text($"as far in {p:0.0 %} of {options.Permutations} permutations of the weeks"));
    }

    /// <summary>A fall that only appears once the mix is held is Simpson's case, and is said to be one.</summary>
    private ClaimTest Crude(int[] members)
    {
        var before = Rate(leaves.Before, members);
        var after = Rate(leaves.After, members);
        return new ClaimTest("crude_rate_agrees", after < before, null, "the plain rate of these tickets moved the same way");
    }

    /// <summary>In each other dimension most of the cell's tickets must lie on values that fell.</summary>
    private IEnumerable<ClaimTest> Breadth(Cell cell, int[] members)
    {
        var narrowest = (Share: 1.0, Name: "");
        for (var dimension = 0; dimension < space.Dimensions.Count; dimension++)
        {
            if ((cell.Cuboid.Mask >> dimension & 1) != 0)
                continue;
            var share = ShareFallen(space.Dimensions[dimension], members);
            if (share < narrowest.Share)
                narrowest = (share, space.Dimensions[dimension].Source.Name);
        }

        yield return new ClaimTest("holds_inside", narrowest.Share >= 0.5, null, narrowest.Name.Length == 0
            ? "fell in every part of every other dimension"
            : Text($"least so by {narrowest.Name}: {narrowest.Share:0 %} of the tickets lie where it fell"));
    }

    private double ShareFallen(SearchDimension dimension, int[] members)
    {
        var parts = new CellSums[dimension.Size];
        foreach (var leaf in members)
            parts[dimension.Codes[leaf]].Add(Sums(leaves.Before, leaves.After, leaf));
        double fallen = 0, all = 0;
        foreach (var part in parts.Where(part => part.AfterWeight > 0 && part.BeforeWeight > 0))
        {
            all += part.AfterWeight;
            fallen += part.Difference < 0 ? part.AfterWeight : 0;
        }

        return all > 0 ? fallen / all : 1;
    }

    /// <summary>The same cell between earlier weeks: how far it moves beyond chance. The claim must lie well beyond chance and that.</summary>
    private IEnumerable<ClaimTest> EarlierWeeks(Evidence evidence, int[] members)
    {
        var changes = Enumerable.Range(1, leaves.History.Count - 1)
            .Select(week => (From: leaves.History[week - 1], To: leaves.History[week]))
            .Select(pair => (Change: Between(pair.From, pair.To, members), Chance: SamplingVariance(pair.From, members) + SamplingVariance(pair.To, members)))
            .Where(pair => double.IsFinite(pair.Change))
            .ToArray();
        if (changes.Length < FewestWeeks)
            yield break;
        var usual = Math.Max(0, changes.Average(pair => pair.Change * pair.Change - pair.Chance));
        var asLarge = changes.Count(pair => Math.Abs(pair.Change) >= Math.Abs(evidence.Difference));
        yield return new ClaimTest(
            HoldoutWeeks, Math.Abs(evidence.Difference) > TimesUsual * Math.Sqrt(usual + evidence.SamplingVariance), (asLarge + 1.0) / (changes.Length + 1),
            Text($"between earlier weeks it moved as far in {asLarge} of {changes.Length}, by {100 * Math.Sqrt(usual):0.0} points beyond chance"));
    }

    /// <summary>A fall from one unusually good week is a return, not a fall: against the mean of the earlier weeks at least
    /// half of it must remain.</summary>
    private ClaimTest Neighbours(Evidence evidence, int[] members)
    {
        var earlier = leaves.History.Select(week => Residual(week, members)).Where(double.IsFinite).ToArray();
        var fall = earlier.Length == 0 ? evidence.Difference : Residual(leaves.After, members) - earlier.Average();
        return new ClaimTest("neighbouring_weeks", fall <= evidence.Difference / 2, null,
            Text($"{100 * Math.Abs(fall):0.0} points {(fall < 0 ? "worse" : "better")} than the mean of {earlier.Length} earlier weeks"));
    }

    private double Between(LeafCounts week, LeafCounts next, int[] members) => Residual(next, members) - Residual(week, members);

    private double SamplingVariance(LeafCounts week, int[] members)
    {
        double variance = 0, weight = 0;
        foreach (var leaf in members)
        {
            variance += week.N[leaf] * rates[leaf] * (1 - rates[leaf]);
            weight += week.N[leaf];
        }

        return weight > 0 ? variance / (weight * weight) : 0;
    }

    private double Residual(LeafCounts week, int[] members)
    {
        double residual = 0, weight = 0;
        foreach (var leaf in members)
        {
            residual += week.Y[leaf] - week.N[leaf] * rates[leaf];
            weight += week.N[leaf];
        }

        return weight >= options.MinSupport ? residual / weight : double.NaN;
    }

    private CellSums Sums(LeafCounts before, LeafCounts after, int leaf) => new()
    {
        AfterWeight = after.N[leaf],
        AfterResidual = after.Y[leaf] - after.N[leaf] * rates[leaf],
        BeforeWeight = before.N[leaf],
        BeforeResidual = before.Y[leaf] - before.N[leaf] * rates[leaf],
    };

    private static double Rate(LeafCounts week, int[] members) =>
        members.Sum(leaf => week.Y[leaf]) / members.Sum(leaf => week.N[leaf]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
