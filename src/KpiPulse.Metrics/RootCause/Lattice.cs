namespace KpiPulse.Metrics.RootCause;

/// <summary>One cell of the lattice: a conjunction of dimension values.</summary>
internal readonly record struct Cell(Cuboid Cuboid, int Slot)
{
    public CellSums Sums => Cuboid.Cells[Slot];

    public int Order => Cuboid.Dimensions.Length;
}

/// <summary>Every conjunction of up to a few values with enough tickets, each with its sums, from all tickets downwards.</summary>
internal sealed class Lattice
{
    private readonly Dictionary<ulong, Cuboid> _byMask;

    private Lattice(SearchSpace space, Cuboid[] cuboids)
    {
        Space = space;
        Cuboids = cuboids;
        _byMask = cuboids.ToDictionary(cuboid => cuboid.Mask);
    }

    public SearchSpace Space { get; }

    /// <summary>Ordered by number of dimensions.</summary>
    public IReadOnlyList<Cuboid> Cuboids { get; }

    public Cell Root => new(Cuboids[0], 0);

    public int CellCount => Cuboids.Sum(cuboid => cuboid.Cells.Length);

    public static Lattice Scan(SearchSpace space, CellSums[] leaves, int maxOrder, int threads, Func<CellSums, bool> isSupported)
    {
        var sets = Enumerable.Range(0, maxOrder + 1)
            .SelectMany(order => Conjunctions(space.Dimensions.Count, order))
            .ToArray();
        var cuboids = new Cuboid[sets.Length];
        Parallel.For(0, sets.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            cuboids[i] = Cuboid.Scan(space, sets[i], leaves, sets[i].Length == 0 ? _ => true : isSupported));
        return new Lattice(space, cuboids);
    }

    /// <returns>The conjunction without one of its values; false when that cell is not kept.</returns>
    public bool TryParent(Cell child, int withoutPlace, out Cell parent)
    {
        var cuboid = _byMask[child.Cuboid.Mask & ~(1UL << child.Cuboid.Dimensions[withoutPlace])];
        parent = new Cell(cuboid, cuboid.SlotOfChild(child.Cuboid, child.Slot));
        return parent.Slot >= 0;
    }

    public bool SharesValue(Cell one, Cell other)
    {
        var where = Where(other);
        return Where(one).Any(pair => where.TryGetValue(pair.Key, out var value) && value == pair.Value);
    }

    public int[] LeavesOf(Cell cell)
    {
        if (cell.Order == 0)
            return [.. Enumerable.Range(0, Space.LeafCount)];
        var members = new List<int>();
        var columns = Array.ConvertAll(cell.Cuboid.Dimensions, dimension => Space.Dimensions[dimension].Codes);
        var codes = Enumerable.Range(0, columns.Length).Select(place => cell.Cuboid.CodeOf(cell.Slot, place)).ToArray();
        for (var leaf = 0; leaf < Space.LeafCount; leaf++)
        {
            var place = 0;
            while (place < columns.Length && columns[place][leaf] == codes[place])
                place++;
            if (place == columns.Length)
                members.Add(leaf);
        }

        return [.. members];
    }

    /// <summary>Takes an amount out of the current residual of some leaves, in every cell that holds them.</summary>
    public void Subtract(IReadOnlyList<(int Leaf, double Amount)> changes, int threads) =>
        Parallel.For(0, Cuboids.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            var cuboid = Cuboids[i];
            foreach (var (leaf, amount) in changes)
            {
                var slot = cuboid.SlotOfLeaf(leaf);
                if (slot >= 0)
                    cuboid.Cells[slot].AfterResidual -= amount;
            }
        });

    public IReadOnlyDictionary<string, string> Where(Cell cell)
    {
        var where = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var place = 0; place < cell.Order; place++)
        {
            var dimension = Space.Dimensions[cell.Cuboid.Dimensions[place]];
            where[dimension.Source.Name] = dimension.ValueOf(cell.Cuboid.CodeOf(cell.Slot, place));
        }

        return where;
    }

    private static IEnumerable<int[]> Conjunctions(int count, int order, int from = 0)
    {
        if (order == 0)
            return [[]];
        return Enumerable.Range(from, Math.Max(0, count - from))
            .SelectMany(first => Conjunctions(count, order - 1, first + 1).Select(rest => (int[])[first, .. rest]));
    }
}
