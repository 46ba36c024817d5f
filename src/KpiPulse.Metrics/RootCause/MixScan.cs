namespace KpiPulse.Metrics.RootCause;

/// <param name="LogRatio">Volume after over volume expected from the week before, as a logarithm.</param>
/// <param name="Leaves">Leaves no earlier shift holds: contributions never count twice.</param>
internal sealed record VolumeShift(Cell Cell, double Contribution, double LogRatio, double Variance, double Z, int[] Leaves);

/// <summary>
/// Which share moved, and by how much that moves the metric at unchanged rates. A shift is named when it is beyond the
/// usual wandering of volumes and carries enough of the mix effect; it is then taken as expected and the scan repeated.
/// </summary>
internal sealed class MixScan
{
    private const int MaxOrder = 2;
    private const int MaxShifts = 3;
    private const double LeastTickets = 20;
    private const double LeastZ = 4;

    /// <summary>The mix as a whole must have moved further than volumes usually carry it.</summary>
    private const double LeastMixZ = 2;

    private readonly LeafTable _leaves;
    private readonly double[] _rates;
    private readonly double _mixEffect;
    private readonly RootCauseOptions _options;
    private readonly double[] _expected;
    private readonly double _mean;
    private readonly double _before;
    private readonly double _after;
    private readonly double _leastContribution;

    public MixScan(LeafTable leaves, double[] rates, double mixEffect, RootCauseOptions options)
    {
        (_leaves, _rates, _mixEffect, _options) = (leaves, rates, mixEffect, options);
        _expected = [.. leaves.Before.N];
        (_before, _after) = (leaves.Before.N.Sum(), leaves.After.N.Sum());
        _mean = (Mean(leaves.Before.N) + Mean(leaves.After.N)) / 2;
        Space = SearchSpace.Of(leaves, leaves.Before.N, leaves.After.N, (before, after) => Math.Max(before, after) >= LeastTickets);
        var rate = leaves.Before.Y.Sum() / leaves.Before.N.Sum();
        _leastContribution = Math.Max(options.MinShareOfMix * Math.Abs(mixEffect), options.MinContribution * Math.Sqrt(rate * (1 - rate)));
        Lattice = Scan();
        VolumeDrift = DriftOfVolumes(Lattice);
    }

    public SearchSpace Space { get; }

    public Lattice Lattice { get; private set; }

    /// <summary>Variance of a value's log volume between two weeks, beyond counting noise.</summary>
    public double VolumeDrift { get; private set; }

    /// <summary>Standard deviation of the mix effect when volumes only drift.</summary>
    public double UsualDeviation()
    {
        var all = _leaves.After.N.Sum();
        var drift = Lattice.Cuboids.Where(cuboid => cuboid.Dimensions.Length == 1)
            .SelectMany(cuboid => cuboid.Cells)
            .Sum(cell => Square(cell.AfterResidual / all));
        var spread = 0.0;
        for (var leaf = 0; leaf < _rates.Length; leaf++)
            spread += _leaves.Before.N[leaf] * Square(_rates[leaf] - _mean);
        var before = _leaves.Before.N.Sum();
        return Math.Sqrt(VolumeDrift * drift + spread / before * (1 / before + 1 / all));
    }

    /// <summary>The strongest shift is judged by a drift of volumes estimated with the shift taken out.</summary>
    public IReadOnlyList<VolumeShift> Run()
    {
        var shifts = new List<VolumeShift>();
        while (shifts.Count < MaxShifts && _mixEffect < 0 && Strongest(shifts) is { } shift)
        {
            foreach (var leaf in Lattice.LeavesOf(shift.Cell))
                _expected[leaf] *= Math.Exp(shift.LogRatio);
            Lattice = Scan();
            VolumeDrift = DriftOfVolumes(Lattice);
            var z = shift.LogRatio / Math.Sqrt(shift.Variance + shift.Cell.Order * VolumeDrift);
            if (Math.Abs(z) < LeastZ || -_mixEffect < LeastMixZ * UsualDeviation())
                break;
            shifts.Add(shift with { Z = z });
        }

        return shifts;
    }

    private Lattice Scan()
    {
        var sums = new CellSums[_leaves.Count];
        for (var leaf = 0; leaf < sums.Length; leaf++)
        {
            var lean = _rates[leaf] - _mean;
            sums[leaf] = new CellSums
            {
                AfterWeight = _leaves.After.N[leaf],
                AfterResidual = _leaves.After.N[leaf] * lean,
                BeforeWeight = _expected[leaf],
                BeforeResidual = _expected[leaf] * lean,
            };
        }

        return Lattice.Scan(Space, sums, MaxOrder, _options.Threads,
            cell => Math.Max(cell.AfterWeight, cell.BeforeWeight) >= LeastTickets);
    }

    private VolumeShift? Strongest(IReadOnlyList<VolumeShift> named)
    {
        var growth = Growth(Lattice);
        VolumeShift? best = null;
        var bestScore = 0.0;
        foreach (var cuboid in Lattice.Cuboids.Where(cuboid => cuboid.Dimensions.Length > 0))
        {
            for (var slot = 0; slot < cuboid.Cells.Length; slot++)
            {
                ref readonly var cell = ref cuboid.Cells[slot];
                var (logRatio, variance) = LogRatio(cell, growth);
                var score = logRatio * logRatio / variance / 2 - cuboid.Penalty;
                if (score <= bestScore)
                    continue;
                var found = new Cell(cuboid, slot);
                var leaves = Lattice.LeavesOf(found).Except(named.SelectMany(shift => shift.Leaves)).ToArray();
                var contribution = Contribution(leaves);
                if (contribution > -_leastContribution)
                    continue;
                (best, bestScore) = (new VolumeShift(found, contribution, logRatio, variance, 0, leaves), score);
            }
        }

        return best;
    }

    /// <summary>What the shift alone does, the rest keeping its own proportions: a share that grows takes from all others alike.</summary>
    private double Contribution(int[] leaves)
    {
        double inside = 0, weight = 0, moved = 0;
        foreach (var leaf in leaves)
        {
            var share = (_leaves.After.N[leaf] / _after + _leaves.Before.N[leaf] / _before) / 2;
            inside += share * _rates[leaf];
            weight += share;
        }

        var rest = weight < 1 ? (_mean - inside) / (1 - weight) : _mean;
        foreach (var leaf in leaves)
            moved += (_leaves.After.N[leaf] / _after - _leaves.Before.N[leaf] / _before) * (_rates[leaf] - rest);
        return moved;
    }

    private double Mean(double[] n)
    {
        double sum = 0, weight = 0;
        for (var leaf = 0; leaf < n.Length; leaf++)
        {
            sum += n[leaf] * _rates[leaf];
            weight += n[leaf];
        }

        return sum / weight;
    }

    internal static (double LogRatio, double Variance) LogRatio(in CellSums cell, double growth)
    {
        double after = cell.AfterWeight + 0.5, expected = cell.BeforeWeight * growth + 0.5;
        return (Math.Log(after / expected), 1 / after + growth / expected);
    }

    /// <summary>What the middle value of a dimension grew by; unlike the total it does not move with one value's surge.</summary>
    private static double Growth(Lattice lattice)
    {
        var ratios = lattice.Cuboids.Where(cuboid => cuboid.Dimensions.Length == 1)
            .SelectMany(cuboid => cuboid.Cells)
            .Select(cell => (cell.AfterWeight + 0.5) / (cell.BeforeWeight + 0.5))
            .Order()
            .ToArray();
        return ratios.Length > 0 ? ratios[ratios.Length / 2] : 1;
    }

    private static double DriftOfVolumes(Lattice lattice)
    {
        var growth = Growth(lattice);
        return MedianVariance.Solve([.. lattice.Cuboids.Where(cuboid => cuboid.Dimensions.Length == 1)
            .SelectMany(cuboid => cuboid.Cells)
            .Select(cell => LogRatio(cell, growth))
            .Select(ratio => new DriftObservation(ratio.LogRatio, ratio.Variance, 1))]);
    }

    private static double Square(double x) => x * x;
}
