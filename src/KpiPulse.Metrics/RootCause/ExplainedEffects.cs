namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// The causes named so far, fitted together. Each has one effect per ticket; where causes overlap the effects add, and they
/// are solved jointly so that no cause keeps a residual of its own. What they explain is taken out of the lattice.
/// </summary>
internal sealed class ExplainedEffects(Lattice lattice, CellSums[] leaves, int threads)
{
    private readonly List<Member> _members = [];
    private readonly double[] _taken = new double[leaves.Length];

    public IReadOnlyList<Cell> Cells => [.. _members.Select(member => member.Cell)];

    public double EffectOf(Cell cell) => _members.Single(member => member.Cell == cell).Effect;

    public int[] LeavesOf(Cell cell) => _members.Single(member => member.Cell == cell).Leaves;

    public void Add(Cell cell)
    {
        var leavesOfCell = lattice.LeavesOf(cell);
        var raw = default(CellSums);
        foreach (var leaf in leavesOfCell)
            raw.Add(leaves[leaf]);
        _members.Add(new Member(cell, leavesOfCell, raw));
        Refit();
    }

    public void Remove(Cell cell)
    {
        _members.RemoveAll(member => member.Cell == cell);
        Refit();
    }

    /// <summary>Share of a cell's current tickets that lies in a cause already named.</summary>
    public double ShareInside(Cell cell, Cell named)
    {
        var inside = LeavesOf(named).ToHashSet();
        var members = lattice.LeavesOf(cell);
        var weight = members.Sum(leaf => leaves[leaf].AfterWeight);
        return weight > 0 ? members.Where(inside.Contains).Sum(leaf => leaves[leaf].AfterWeight) / weight : 0;
    }

    private void Refit()
    {
        Solve();
        var target = new Dictionary<int, double>();
        foreach (var member in _members)
        {
            foreach (var leaf in member.Leaves)
                target[leaf] = target.GetValueOrDefault(leaf) + member.Effect * leaves[leaf].AfterWeight;
        }

        var changes = new List<(int Leaf, double Amount)>();
        for (var leaf = 0; leaf < _taken.Length; leaf++)
        {
            var amount = target.GetValueOrDefault(leaf) - _taken[leaf];
            if (amount == 0)
                continue;
            changes.Add((leaf, amount));
            _taken[leaf] += amount;
        }

        lattice.Subtract(changes, threads);
    }

    /// <summary>Gauss-Seidel on "the cause's difference is the sum of the effects that reach its tickets".</summary>
    private void Solve()
    {
        var count = _members.Count;
        var overlap = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            var inside = _members[i].Leaves.ToHashSet();
            for (var j = 0; j < count; j++)
            {
                var shared = _members[j].Leaves.Where(inside.Contains).Sum(leaf => leaves[leaf].AfterWeight);
                overlap[i, j] = shared / _members[i].Raw.AfterWeight;
            }
        }

        foreach (var member in _members)
            member.Effect = 0;
        for (var sweep = 0; sweep < 50; sweep++)
        {
            for (var i = 0; i < count; i++)
            {
                var others = 0.0;
                for (var j = 0; j < count; j++)
                    others += j == i ? 0 : overlap[i, j] * _members[j].Effect;
                _members[i].Effect = _members[i].Raw.Difference - others;
            }
        }
    }

    private sealed class Member(Cell cell, int[] leaves, CellSums raw)
    {
        public Cell Cell { get; } = cell;

        public int[] Leaves { get; } = leaves;

        public CellSums Raw { get; } = raw;

        public double Effect { get; set; }
    }
}
