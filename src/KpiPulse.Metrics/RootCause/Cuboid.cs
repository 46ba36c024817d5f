namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// All supported value combinations of one set of dimensions. Keys count in mixed radix; a small key space is an array, a
/// large one a hash table. The empty set of dimensions has one cell: all tickets.
/// </summary>
internal sealed class Cuboid
{
    private const long DenseLimit = 1 << 17;
    private const int Unsupported = -1;

    private readonly int[][] _columns;
    private readonly int[] _sizes;
    private readonly long[] _strides;
    private readonly int[]? _denseSlots;
    private readonly Dictionary<long, int>? _sparseSlots;

    private Cuboid(SearchSpace space, int[] dimensions)
    {
        Dimensions = dimensions;
        Mask = dimensions.Aggregate(0UL, (mask, dimension) => mask | 1UL << dimension);
        _columns = Array.ConvertAll(dimensions, dimension => space.Dimensions[dimension].Codes);
        _sizes = Array.ConvertAll(dimensions, dimension => space.Dimensions[dimension].Size);
        _strides = new long[dimensions.Length];
        var size = 1L;
        for (var place = dimensions.Length - 1; place >= 0; place--)
        {
            _strides[place] = size;
            size *= _sizes[place];
        }

        if (size <= DenseLimit)
            _denseSlots = new int[size];
        else
            _sparseSlots = [];
    }

    public int[] Dimensions { get; }

    public ulong Mask { get; }

    public long[] Keys { get; private set; } = [];

    public CellSums[] Cells { get; private set; } = [];

    /// <summary>Code length of naming one cell here, in nats: which cell, which dimensions, how many of them.</summary>
    public double Penalty { get; private set; }

    /// <summary>How far each cell rests on single values of every dimension; <see cref="DriftModel"/> fills it.</summary>
    public double[] Concentrations { get; set; } = [];

    public static Cuboid Scan(SearchSpace space, int[] dimensions, CellSums[] leaves, Func<CellSums, bool> isSupported)
    {
        var cuboid = new Cuboid(space, dimensions);
        var (keys, cells) = cuboid._denseSlots is null ? cuboid.ScanSparse(leaves) : cuboid.ScanDense(leaves);
        cuboid.Keep(keys, cells, isSupported);
        cuboid.Penalty = Math.Log(cuboid.Cells.Length + 1)
            + LogChoose(space.Dimensions.Count, dimensions.Length) + dimensions.Length;
        return cuboid;
    }

    public int CodeOf(int slot, int place) =>
        (int)(Keys[slot] / _strides[place] % _sizes[place]);

    /// <returns>The cell of a leaf, or -1 where it is blank, rare or unsupported.</returns>
    public int SlotOfLeaf(int leaf)
    {
        var key = KeyOfLeaf(leaf);
        return key < 0 ? Unsupported : SlotOfKey(key);
    }

    /// <returns>The cell here that <paramref name="slot"/> of <paramref name="child"/> lies in.</returns>
    public int SlotOfChild(Cuboid child, int slot)
    {
        var key = 0L;
        for (var place = 0; place < Dimensions.Length; place++)
            key += child.CodeOf(slot, Array.IndexOf(child.Dimensions, Dimensions[place])) * _strides[place];
        return SlotOfKey(key);
    }

    private int SlotOfKey(long key) =>
        _denseSlots is not null ? _denseSlots[key] : _sparseSlots!.GetValueOrDefault(key, Unsupported);

    private long KeyOfLeaf(int leaf)
    {
        var key = 0L;
        for (var place = 0; place < _columns.Length; place++)
        {
            var code = _columns[place][leaf];
            if (code == 0)
                return Unsupported;
            key += code * _strides[place];
        }

        return key;
    }

    private (IReadOnlyList<long> Keys, CellSums[] Cells) ScanDense(CellSums[] leaves)
    {
        var cells = new CellSums[_denseSlots!.Length];
        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            var key = KeyOfLeaf(leaf);
            if (key >= 0)
                cells[key].Add(leaves[leaf]);
        }

        return (Array.ConvertAll(Enumerable.Range(0, cells.Length).ToArray(), key => (long)key), cells);
    }

    private (IReadOnlyList<long> Keys, CellSums[] Cells) ScanSparse(CellSums[] leaves)
    {
        var cells = new List<CellSums>();
        var keys = new List<long>();
        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            var key = KeyOfLeaf(leaf);
            if (key < 0)
                continue;
            if (!_sparseSlots!.TryGetValue(key, out var slot))
            {
                _sparseSlots[key] = slot = cells.Count;
                cells.Add(default);
                keys.Add(key);
            }

            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(cells)[slot].Add(leaves[leaf]);
        }

        _sparseSlots!.Clear();
        return (keys, [.. cells]);
    }

    private void Keep(IReadOnlyList<long> keys, CellSums[] cells, Func<CellSums, bool> isSupported)
    {
        var keptKeys = new List<long>();
        var keptCells = new List<CellSums>();
        if (_denseSlots is not null)
            Array.Fill(_denseSlots, Unsupported);
        for (var cell = 0; cell < cells.Length; cell++)
        {
            if (!isSupported(cells[cell]))
                continue;
            if (_denseSlots is not null)
                _denseSlots[keys[cell]] = keptKeys.Count;
            else
                _sparseSlots![keys[cell]] = keptKeys.Count;
            keptKeys.Add(keys[cell]);
            keptCells.Add(cells[cell]);
        }

        (Keys, Cells) = ([.. keptKeys], [.. keptCells]);
    }

    private static double LogChoose(int n, int k)
    {
        var log = 0.0;
        for (var i = 0; i < k; i++)
            log += Math.Log((n - i) / (i + 1.0));
        return log;
    }
}
