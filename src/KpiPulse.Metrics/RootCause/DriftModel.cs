namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// How much rates wander from week to week without any cause. A value of a dimension drifts by tau (in standard deviations
/// of one ticket); a cell drifts with every value it rests on, by the squared share it has of it, so broad cells average
/// drift away. Tau is set so that the middle value is as far out as chance says: a few true causes hardly move a median.
/// </summary>
internal sealed class DriftModel
{
    private double _valueVariance;

    private DriftModel()
    {
    }

    public double ValueDeviation => Math.Sqrt(_valueVariance);

    public static void Prepare(Lattice lattice)
    {
        var shares = ConcentrationsOfValues(lattice);
        foreach (var cuboid in lattice.Cuboids)
            cuboid.Concentrations = [.. Enumerable.Range(0, cuboid.Cells.Length).Select(slot => Concentration(cuboid, slot, shares))];
        lattice.Root.Cuboid.Concentrations = [ConcentrationOfAll(lattice)];
    }

    public static DriftModel Estimate(Lattice lattice, IReadOnlyList<DriftObservation> history)
    {
        var model = new DriftModel();
        model._valueVariance = MedianVariance.Solve([.. Observations(lattice), .. history]);
        return model;
    }

    public double Variance(Cell cell) => Variance(cell.Cuboid, cell.Slot);

    public double Variance(Cuboid cuboid, int slot) =>
        cuboid.Cells[slot].Scale * _valueVariance * cuboid.Concentrations[slot];

    /// <summary>The changes of all single values, about the middle one.</summary>
    public static IEnumerable<DriftObservation> Observations(Lattice lattice)
    {
        var cells = lattice.Cuboids.Where(cuboid => cuboid.Dimensions.Length == 1)
            .SelectMany(cuboid => Enumerable.Range(0, cuboid.Cells.Length).Select(slot => new Cell(cuboid, slot)))
            .ToArray();
        var differences = cells.Select(cell => cell.Sums.Difference).Order().ToArray();
        var middle = differences.Length > 0 ? differences[differences.Length / 2] : 0;
        return cells.Select(cell => DriftObservation.Of(cell.Sums, cell.Cuboid.Concentrations[cell.Slot], middle));
    }

    private static double ConcentrationOfAll(Lattice lattice)
    {
        var all = lattice.Root.Sums.AfterWeight;
        return lattice.Cuboids
            .Where(cuboid => cuboid.Dimensions.Length == 1)
            .Sum(cuboid => cuboid.Cells.Sum(cell => cell.AfterWeight / all * (cell.AfterWeight / all)));
    }

    /// <summary>For every value: by dimension, the sum of squared shares its tickets have on that dimension's values.</summary>
    private static double[][][] ConcentrationsOfValues(Lattice lattice)
    {
        var dimensions = lattice.Space.Dimensions;
        var concentrations = dimensions
            .Select(dimension => Enumerable.Range(0, dimension.Size).Select(_ => new double[dimensions.Count]).ToArray())
            .ToArray();
        foreach (var pair in lattice.Cuboids.Where(cuboid => cuboid.Dimensions.Length == 2))
        {
            for (var slot = 0; slot < pair.Cells.Length; slot++)
            {
                var weight = pair.Cells[slot].AfterWeight;
                for (var place = 0; place < 2; place++)
                {
                    _ = lattice.TryParent(new Cell(pair, slot), 1 - place, out var parent);
                    var share = weight / parent.Sums.AfterWeight;
                    concentrations[pair.Dimensions[place]][pair.CodeOf(slot, place)][pair.Dimensions[1 - place]] += share * share;
                }
            }
        }

        return concentrations;
    }

    /// <summary>Members of the conjunction count fully; of the others a cell holds at least the share its own values hold.</summary>
    private static double Concentration(Cuboid cuboid, int slot, double[][][] shares)
    {
        double sum = cuboid.Dimensions.Length;
        for (var dimension = 0; dimension < shares.Length; dimension++)
        {
            if ((cuboid.Mask >> dimension & 1) != 0)
                continue;
            var largest = 0.0;
            for (var place = 0; place < cuboid.Dimensions.Length; place++)
                largest = Math.Max(largest, shares[cuboid.Dimensions[place]][cuboid.CodeOf(slot, place)][dimension]);
            sum += largest;
        }

        return sum;
    }
}
