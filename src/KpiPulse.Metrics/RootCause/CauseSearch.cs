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

    private readonly Lattice _lattice;
    private readonly ExplainedEffects _effects;
    private readonly IReadOnlyList<DriftObservation> _history;
    private readonly RootCauseOptions _options;
    private readonly double _leastContribution;
    private readonly double _allWeight;
    private readonly HashSet<Cell> _refused = [];

    public CauseSearch(
        Lattice lattice,
        CellSums[] leaves,
        IReadOnlyList<DriftObservation> history,
        RateMixSplit split,
        RootCauseOptions options)
    {
        (_lattice, _history, _options) = (lattice, history, options);
        _effects = new ExplainedEffects(lattice, leaves, options.Threads);
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
            if (Strongest() is not { } candidate)
                break;
            var evidence = Evidence.Of(candidate, Drift, _allWeight);
            _effects.Add(candidate);
            Drift = DriftModel.Estimate(_lattice, _history);
            evidence = evidence with { DriftVariance = Drift.Variance(candidate) };
            if (evidence.PassesCodeLength(candidate.Cuboid.Penalty))
            {
                failures = 0;
                continue;
            }

            _effects.Remove(candidate);
            _ = _refused.Add(candidate);
            Refused.Add((candidate, evidence, "the rates around it wander as much from week to week"));
            Drift = DriftModel.Estimate(_lattice, _history);
            failures++;
        }
    }

    /// <returns>Whether a cause was replaced or dropped.</returns>
    private bool Refine()
    {
        var changed = false;
        foreach (var cell in _effects.Cells)
        {
            _effects.Remove(cell);
            Drift = DriftModel.Estimate(_lattice, _history);
            var better = Strongest();
            if (better is { } found)
                _effects.Add(found);
            changed |= better != cell;
        }

        Drift = DriftModel.Estimate(_lattice, _history);
        return changed;
    }

    private Evidence EvidenceOf(Cell cell)
    {
        _effects.Remove(cell);
        var evidence = Evidence.Of(cell, Drift, _allWeight);
        _effects.Add(cell);
        return evidence;
    }

    private Cell? Strongest()
    {
        var cut = FalseDiscovery.Cut(PValues(), _options.FalseDiscoveryRate);
        Cell? best = null;
        var bestScore = double.NegativeInfinity;
        foreach (var cuboid in _lattice.Cuboids)
        {
            for (var slot = 0; slot < cuboid.Cells.Length; slot++)
            {
                ref readonly var sums = ref cuboid.Cells[slot];
                if (-sums.Difference * sums.AfterWeight / _allWeight < _leastContribution)
                    continue;
                var cell = new Cell(cuboid, slot);
                var evidence = Evidence.Of(cell, Drift, _allWeight);
                var score = evidence.Gain - cuboid.Penalty;
                if (score <= bestScore || !evidence.PassesCodeLength(cuboid.Penalty) || evidence.PValue > cut || _refused.Contains(cell))
                    continue;
                (best, bestScore) = (cell, score);
            }
        }

        return best is { } found ? Promoted(found) : null;
    }

    private IEnumerable<double> PValues() =>
        from cuboid in _lattice.Cuboids
        where cuboid.Dimensions.Length > 0
        from slot in Enumerable.Range(0, cuboid.Cells.Length)
        select Evidence.Of(new Cell(cuboid, slot), Drift, _allWeight).PValue;

    /// <summary>A part is not named when the rest of its parent fell as well: then the parent is what fell.</summary>
    private Cell Promoted(Cell cell)
    {
        while (cell.Order > 1)
        {
            Cell? better = null;
            var deepest = 0.0;
            for (var place = 0; place < cell.Order; place++)
            {
                if (!_lattice.TryParent(cell, place, out var parent) || _refused.Contains(parent))
                    continue;
                var rest = parent.Sums.Less(cell.Sums);
                if (rest.AfterWeight < _options.MinSupport || rest.BeforeWeight < _options.MinSupport)
                    continue;
                var deviation = Math.Sqrt(rest.SamplingVariance + Drift.Variance(parent));
                if (rest.Difference > _options.PromotionDepth * cell.Sums.Difference
                    || rest.Difference > -3 * deviation
                    || rest.Difference >= deepest)
                    continue;
                (better, deepest) = (parent, rest.Difference);
            }

            if (better is not { } promoted)
                break;
            cell = promoted;
        }

        return cell;
    }
}
