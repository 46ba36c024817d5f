using KpiPulse.Metrics.Statistics;

namespace KpiPulse.Metrics.RootCause;

/// <summary>Puts what was found into the reader's terms: measured, tested, labelled, and adding up.</summary>
internal sealed class Answer(
    LeafTable leaves,
    LeafResiduals residuals,
    RateMixSplit split,
    Lattice lattice,
    CauseSearch search,
    MixScan mix,
    RootCauseOptions options)
{
    private const double Normal95 = 1.959963984540054;
    private const double Normal99 = 2.5758293035489004;

    private readonly double _allWeight = lattice.Root.Sums.AfterWeight;
    private readonly ClaimTests _tests = new(leaves, residuals.ExpectedRates, lattice.Space, options);
    private readonly Equivalents _equivalents = new(lattice.Space, leaves.After.N, options);
    private readonly Equivalents _mixEquivalents = new(mix.Space, leaves.After.N, options);
    private readonly VolumeTriggers _triggers = new(lattice.Space, leaves, mix.VolumeDrift);

    public Explanation Compose(IReadOnlyList<(Cell Cell, Evidence Evidence)> rates, IReadOnlyList<VolumeShift> shifts)
    {
        var gate = Gate();
        var claims = rates.Where(pair => pair.Cell.Order > 0).Select(pair => OfRate(pair.Cell, pair.Evidence)).ToArray();
        var causes = claims.Where(cause => cause.Status != ClaimStatus.NotSupported)
            .Concat(shifts.Select(OfMix))
            .OrderBy(cause => cause.Contribution)
            .ToArray();
        var rejected = claims.Where(cause => cause.Status == ClaimStatus.NotSupported)
            .Select(cause => new RejectedHypothesis(cause.Kind, cause.Where, cause.Contribution, cause.Z, cause.PValue, ReasonOf(cause)))
            .Concat(search.Refused.Where(refused => refused.Cell.Order > 0).Select(refused => new RejectedHypothesis(
                CauseKind.Rate, lattice.Where(refused.Cell), refused.Evidence.Contribution, refused.Evidence.Z, refused.Evidence.PValue, refused.Reason)));
        return new Explanation(
            Of(leaves.Before, null), Of(leaves.After, null), gate, split,
            VerdictOf(causes, WholeOf(rates), gate), causes, [.. rejected],
            split.RateEffect - causes.Where(cause => cause.Kind == CauseKind.Rate).Sum(cause => cause.Contribution),
            split.MixEffect - causes.Where(cause => cause.Kind == CauseKind.Mix).Sum(cause => cause.Contribution),
            lattice.CellCount - 1);
    }

    private UsualVariation Gate()
    {
        var deviation = Math.Sqrt(RateVariance() + Math.Pow(mix.UsualDeviation(), 2));
        var z = split.Change / deviation;
        return new UsualVariation(split.Change, -Normal99 * deviation, Normal99 * deviation, z, Normal.TwoSidedPValue(z));
    }

    private double RateVariance()
    {
        var root = default(CellSums);
        foreach (var leaf in residuals.Sums)
            root.Add(leaf);
        return root.SamplingVariance + search.Drift.Variance(lattice.Root);
    }

    private Cause OfRate(Cell cell, Evidence evidence)
    {
        var members = search.Effects.LeavesOf(cell);
        var where = lattice.Where(cell);
        var tests = _tests.Of(cell, evidence, members);
        var contribution = search.Effects.EffectOf(cell) * cell.Sums.AfterWeight / _allWeight;
        var margin = Normal95 * Math.Sqrt(evidence.SamplingVariance) * cell.Sums.AfterWeight / _allWeight;
        return new Cause(
            CauseKind.Rate, where, contribution, contribution - margin, contribution + margin, ShareOf(contribution),
            Of(leaves.Before, members), Of(leaves.After, members), search.Effects.EffectOf(cell), null,
            evidence.Z, evidence.PValue, StatusOf(tests),
            _equivalents.Of(where, members), _triggers.Of(where, members), tests);
    }

    private Cause OfMix(VolumeShift shift)
    {
        var where = mix.Lattice.Where(shift.Cell);
        var members = mix.Lattice.LeavesOf(shift.Cell);
        var p = Normal.TwoSidedPValue(shift.Z);
        var margin = Math.Abs(shift.Contribution) * Normal95 / Math.Abs(shift.Z);
        return new Cause(
            CauseKind.Mix, where, shift.Contribution, shift.Contribution - margin, shift.Contribution + margin, ShareOf(shift.Contribution),
            Of(leaves.Before, members), Of(leaves.After, members), null, Math.Exp(shift.LogRatio),
            shift.Z, p, ClaimStatus.Supported, _mixEquivalents.Of(where, members), null,
            [new ClaimTest("volume_drift", true, p, "its share moved beyond the usual wandering of volumes")]);
    }

    /// <summary>What earlier weeks did without a cause refutes a claim by itself; another failed test weakens it, two refute it.</summary>
    private static ClaimStatus StatusOf(IReadOnlyList<ClaimTest> tests)
    {
        if (tests.Any(test => !test.IsPassed && test.Name == ClaimTests.HoldoutWeeks))
            return ClaimStatus.NotSupported;
        return tests.Count(test => !test.IsPassed) switch
        {
            0 => ClaimStatus.Supported,
            1 => ClaimStatus.Suggestive,
            _ => ClaimStatus.NotSupported,
        };
    }

    private static string ReasonOf(Cause cause) =>
        string.Join("; ", cause.Tests.Where(test => !test.IsPassed).Select(test => $"failed {test.Name}: {test.Detail}"));

    /// <summary>
    /// Who pushed the metric down. A named cause counts as measured; what is left of the rates only as far as drift, and not the noise of
    /// counting, is likely to be behind it (its posterior mean). Proportions are counted, not sampled: their effect is taken as it is.
    /// </summary>
    private MoveVerdict VerdictOf(Cause[] causes, double whole, UsualVariation gate)
    {
        if (causes.Length == 0 && gate.Change >= gate.Low)
            return MoveVerdict.None;
        var named = whole + causes.Where(cause => cause.Kind == CauseKind.Rate).Sum(cause => cause.Contribution);
        var (drift, sampling) = (search.Drift.Variance(lattice.Root), RateVariance() - search.Drift.Variance(lattice.Root));
        var rate = Math.Max(0, -named - (split.RateEffect - named) * (sampling > 0 ? drift / (drift + sampling) : 1));
        var mixPush = Math.Max(0, -split.MixEffect);
        var share = rate + mixPush > 0 ? rate / (rate + mixPush) : 0.5;
        return share >= 0.7 ? MoveVerdict.Rate : share <= 0.3 ? MoveVerdict.Mix : MoveVerdict.Both;
    }

    /// <summary>A fall of everything, where that was found; it is no cause to name, and no noise either.</summary>
    private double WholeOf(IEnumerable<(Cell Cell, Evidence Evidence)> rates) =>
        rates.Where(pair => pair.Cell.Order == 0).Sum(pair => search.Effects.EffectOf(pair.Cell) * pair.Cell.Sums.AfterWeight / _allWeight);

    private double? ShareOf(double contribution) => split.Change == 0 ? null : contribution / split.Change;

    private static Measured Of(LeafCounts counts, int[]? members) => members is null
        ? new Measured(counts.N.Sum(), counts.Y.Sum())
        : new Measured(members.Sum(leaf => counts.N[leaf]), members.Sum(leaf => counts.Y[leaf]));
}
