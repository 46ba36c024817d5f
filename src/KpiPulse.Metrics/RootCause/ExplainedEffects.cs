namespace KpiPulse.Metrics.RootCause;

/// <summary>
/// The causes named so far, fitted together. Each has a mean effect per ticket and a shape over its leaves; where causes
/// overlap the effects add, and they are solved jointly so that no cause keeps a residual of its own. What they explain is
/// taken out of the lattice.
/// </summary>
internal sealed class ExplainedEffects(Lattice lattice, LeafResiduals residuals, int threads)
{
    private readonly CellSums[] _leaves = residuals.Sums;
    private readonly List<Member> _members = [];
    private readonly double[] _taken = new double[residuals.Sums.Length];

    public IReadOnlyList<Cell> Cells => [.. _members.Select(member => member.Cell)];

    public double EffectOf(Cell cell) => _members.Single(member => member.Cell == cell).Effect;

    public int[] LeavesOf(Cell cell) => _members.Single(member => member.Cell == cell).Leaves;

    public void Add(Cell cell)
    {
        var leavesOfCell = lattice.LeavesOf(cell);
        var raw = default(CellSums);
        foreach (var leaf in leavesOfCell)
            raw.Add(_leaves[leaf]);
        _members.Add(new Member(cell, leavesOfCell, EffectShape.Of(residuals, leavesOfCell, raw), raw));
        Refit();
    }

    public void Remove(Cell cell)
    {
        _members.RemoveAll(member => member.Cell == cell);
        Refit();
    }

    private void Refit()
    {
        Solve();
        var target = new Dictionary<int, double>();
        foreach (var member in _members)
        {
            for (var i = 0; i < member.Leaves.Length; i++)
            {
                var leaf = member.Leaves[i];
                target[leaf] = target.GetValueOrDefault(leaf) + member.Effect * member.Shape[i] * _leaves[leaf].AfterWeight;
            }
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
                var other = _members[j];
                for (var k = 0; k < other.Leaves.Length; k++)
                {
                    if (inside.Contains(other.Leaves[k]))
                        overlap[i, j] += other.Shape[k] * _leaves[other.Leaves[k]].AfterWeight / _members[i].Raw.AfterWeight;
                }
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

    private sealed class Member(Cell cell, int[] leaves, double[] shape, CellSums raw)
    {
        public Cell Cell { get; } = cell;

        public int[] Leaves { get; } = leaves;

        public double[] Shape { get; } = shape;

        public CellSums Raw { get; } = raw;

        public double Effect { get; set; }
    }
}
