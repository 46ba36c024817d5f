namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// Finds the combinations whose rate fell: the strongest by likelihood less the length of its name, or its parent when the
/// rest of the parent fell as well; explained away; searched again. A claim is judged by a drift that was estimated with the
/// claim taken out. At the end every cause is chosen once more with the others explained.
/// </summary>
internal sealed class CauseSearch
{
    /// <summary>How many strongest candidates may fail in a row before the search ends.</summary>
    private const int Patience = 3;

    private const int RefinementRounds = 2;
    private const double LeastRestZ = 3;

    private readonly Lattice _lattice;
    private readonly ExplainedEffects _effects;
    private readonly IReadOnlyList<DriftObservation> _history;
    private readonly RootCauseOptions _options;
    private readonly double _leastContribution;
    private readonly double _allWeight;
    private readonly HashSet<Cell> _refused = [];
    private double _cut;

    public CauseSearch(
        Lattice lattice,
        LeafResiduals residuals,
        IReadOnlyList<DriftObservation> history,
        RateMixSplit split,
        RootCauseOptions options)
    {
        (_lattice, _history, _options) = (lattice, history, options);
        _effects = new ExplainedEffects(lattice, residuals, options.Threads);
        var root = lattice.Root.Sums;
        _allWeight = root.AfterWeight;
        _leastContribution = Math.Max(
            options.MinContribution * Math.Sqrt(root.Scale),
            options.MinShareOfEffect * Math.Abs(split.RateEffect));
        Drift = DriftModel.Estimate(lattice, history);
    }

    public DriftModel Drift { get; private set; }

    public ExplainedEffects Effects => _effects;

    public List<(Cell Cell, Evidence Evidence, string Reason)> Refused { get; } = [];

    /// <returns>The causes with their evidence, each measured with the others explained away.</returns>
    public IReadOnlyList<(Cell Cell, Evidence Evidence)> Run()
    {
        Forward();
        for (var round = 0; round < RefinementRounds && Refine(); round++)
        {
        }

        return [.. _effects.Cells.Select(cell => (cell, EvidenceOf(cell))).OrderBy(pair => pair.Item2.Contribution)];
    }

    private void Forward()
    {
        var failures = 0;
        while (_effects.Cells.Count(cell => cell.Order > 0) < _options.MaxCauses && failures < Patience)
        {
            // Causes not yet taken out inflate the drift: when nothing passes, the strongest still gets its trial.
            if ((Strongest(mustPass: true) ?? Strongest(mustPass: false)) is not { } candidate)
                break;
            if (candidate.Order == 0 && OnlyPart(candidate) is { } part)
                candidate = part;
            else if (candidate.Order == 0 && AreParts(candidate))
                continue;
            failures = TryAdd(candidate, mayLookAhead: failures == 0) ? 0 : failures + 1;
        }
    }

    private bool TryAdd(Cell candidate, bool mayLookAhead)
    {
        var evidence = Evidence.Of(candidate, Drift, _allWeight);
        Explain(candidate);
        evidence = evidence with { DriftVariance = Drift.Variance(candidate) };
        if (IsDiscovery(candidate.Cuboid, evidence))
        {
            Promote(candidate);
            return true;
        }

        if (mayLookAhead && candidate.Order > 0 && AreFoundTogether(candidate))
            return true;
        Unexplain(candidate);
        _ = _refused.Add(candidate);
        Refused.Add((candidate, evidence, "the rates around it wander as much from week to week"));
        return false;
    }

    /// <summary>Several large causes hide one another: what one leaves behind looks like drift. So the next strongest are taken out as well, and all of
    /// them are judged by the drift that is left; together or not at all.</summary>
    private bool AreFoundTogether(Cell candidate)
    {
        List<Cell> together = [candidate];
        while (together.Count <= Patience && _effects.Cells.Count(cell => cell.Order > 0) < _options.MaxCauses
            && Strongest(mustPass: false, leastOrder: 1) is { } next && !_effects.Cells.Contains(next))
        {
            together.Add(next);
            Explain(next);
            _cut = Cut();
            if (together.TrueForAll(cell => IsDiscovery(cell.Cuboid, EvidenceOf(cell))))
                return true;
        }

        foreach (var added in together.Skip(1))
            Unexplain(added);
        return false;
    }

    /// <summary>Several large causes look like a fall of everything: when the whole no longer fell once its strongest parts are taken out, they are what fell.</summary>
    private bool AreParts(Cell whole)
    {
        List<Cell> parts = [];
        while (parts.Count < Patience && Strongest(mustPass: false, leastOrder: 1) is { } next && !_effects.Cells.Contains(next))
        {
            parts.Add(next);
            Explain(next);
            _cut = Cut();
            if (Evidence.Of(whole, Drift, _allWeight).Z > -LeastRestZ && parts.TrueForAll(cell => IsDiscovery(cell.Cuboid, EvidenceOf(cell))))
                return true;
        }

        foreach (var part in parts)
            Unexplain(part);
        return false;
    }

    private void Explain(Cell cell)
    {
        _effects.Add(cell);
        Drift = DriftModel.Estimate(_lattice, _history);
    }

    private void Unexplain(Cell cell)
    {
        _effects.Remove(cell);
        Drift = DriftModel.Estimate(_lattice, _history);
    }

    /// <summary>Chooses every cause once more with the others explained, and parts of one parent together.</summary>
    /// <returns>Whether a cause was replaced or dropped.</returns>
    private bool Refine()
    {
        var before = _effects.Cells.ToHashSet();
        foreach (var cell in before)
        {
            if (!_effects.Cells.Contains(cell))
                continue;
            foreach (var kin in _effects.Cells.Where(other => other == cell || _lattice.SharesValue(other, cell)).ToArray())
                _effects.Remove(kin);
            Drift = DriftModel.Estimate(_lattice, _history);
            Forward();
        }

        return !before.SetEquals(_effects.Cells);
    }

    private Evidence EvidenceOf(Cell cell)
    {
        _effects.Remove(cell);
        var evidence = Evidence.Of(cell, Drift, _allWeight);
        _effects.Add(cell);
        return evidence;
    }

    /// <summary>The strongest part of the whole, when the whole did not fall outside of it: then the part is what fell.</summary>
    private Cell? OnlyPart(Cell whole)
    {
        if (Strongest(mustPass: true, leastOrder: 1) is not { } part)
            return null;
        var rest = RestOf(whole, part);
        var restFell = Math.Min(rest.AfterWeight, rest.BeforeWeight) >= _options.MinSupport
            && rest.Difference <= _options.PromotionDepth * part.Sums.Difference
            && rest.Difference / Math.Sqrt(rest.SamplingVariance + Drift.Variance(whole)) <= -LeastRestZ;
        return restFell ? null : part;
    }

    private Cell? Strongest(bool mustPass, int leastOrder = 0)
    {
        _cut = Cut();
        Cell? best = null;
        var bestScore = 0.0;
        foreach (var cuboid in _lattice.Cuboids.Where(cuboid => cuboid.Dimensions.Length >= leastOrder))
        {
            for (var slot = 0; slot < cuboid.Cells.Length; slot++)
            {
                ref readonly var sums = ref cuboid.Cells[slot];
                if (-sums.Difference * sums.AfterWeight / _allWeight < _leastContribution)
                    continue;
                var cell = new Cell(cuboid, slot);
                var evidence = Evidence.Of(cell, Drift, _allWeight);
                var score = (mustPass ? evidence.Gain : evidence.Z * evidence.Z / 2) - cuboid.Penalty;
                if (score <= bestScore || mustPass && !IsDiscovery(cuboid, evidence) || _refused.Contains(cell))
                    continue;
                (best, bestScore) = (cell, score);
            }
        }

        return best;
    }

    /// <summary>Beyond its own code length (minimum description length) and among the discoveries of all cells.</summary>
    private bool IsDiscovery(Cuboid cuboid, Evidence evidence) =>
        evidence.Z * evidence.Z / 2 > cuboid.Penalty && evidence.PValue <= _cut;

    private double Cut()
    {
        var small = new List<double>();
        foreach (var cuboid in _lattice.Cuboids)
        {
            for (var slot = 0; slot < cuboid.Cells.Length && cuboid.Dimensions.Length > 0; slot++)
            {
                // The tail of a z above -1 is never below a rate that is worth asking for.
                var evidence = Evidence.Of(new Cell(cuboid, slot), Drift, _allWeight);
                if (evidence.Z < -1)
                    small.Add(evidence.PValue);
            }
        }

        return FalseDiscovery.Cut(small, _lattice.CellCount - 1, _options.FalseDiscoveryRate);
    }

    /// <summary>A part is not named when the rest of its parent fell as well: then the parent is what fell.</summary>
    private void Promote(Cell cell)
    {
        while (cell.Order > 1 && DeepestRest(cell) is { } parent)
        {
            var rest = RestOf(parent, cell);
            _effects.Remove(cell);
            Explain(parent);
            if (rest.Difference / Math.Sqrt(rest.SamplingVariance + Drift.Variance(parent)) > -LeastRestZ)
            {
                _effects.Remove(parent);
                Explain(cell);
                break;
            }

            cell = parent;
        }
    }

    private Cell? DeepestRest(Cell cell)
    {
        Cell? found = null;
        var deepest = _options.PromotionDepth * _effects.EffectOf(cell);
        for (var place = 0; place < cell.Order; place++)
        {
            if (!_lattice.TryParent(cell, place, out var parent) || _refused.Contains(parent) || _effects.Cells.Contains(parent))
                continue;
            var rest = RestOf(parent, cell);
            if (Math.Min(rest.AfterWeight, rest.BeforeWeight) < _options.MinSupport
                || rest.Difference > deepest
                || rest.Difference / Math.Sqrt(rest.SamplingVariance) > -LeastRestZ)
                continue;
            (found, deepest) = (parent, rest.Difference);
        }

        return found;
    }

    /// <summary>What the parent holds besides the cell; taking the cell's effect out of both leaves the rest as it was.</summary>
    private static CellSums RestOf(Cell parent, Cell cell) => parent.Sums.Less(cell.Sums);
}
