namespace KpiPulse.Benchmarks;

/// <summary>
/// A model of the world unlike the logit one: chances of a miss multiply, teams lie wholly inside sites and countries inside
/// regions, some pairs of values have their own rate, and every value's chance and volume wander from week to week, a
/// site's teams along with the site. "Many" has eight dimensions and up to hundreds of thousands of tickets; "few" has
/// three dimensions and millions.
/// </summary>
internal sealed class DriftingWorld
{
    public const int Weeks = 8;

    private static readonly (string Name, int Size, string? Parent, double Stray)[] Many =
    [
        ("region", 3, null, 0), ("country", 9, "region", 0), ("site", 10, "region", 0.05), ("team", 24, "site", 0),
        ("product", 5, null, 0), ("issue", 25, "product", 0.1), ("channel", 4, null, 0), ("language", 7, "country", 0.2),
    ];

    private static readonly (string Name, int Size, string? Parent, double Stray)[] Few =
    [
        ("region", 4, null, 0), ("product", 12, null, 0), ("channel", 5, "product", 0.7),
    ];

    private readonly Random _random;
    private readonly (string Name, int Size, string? Parent, double Stray)[] _shape;
    private readonly double[][] _popularity;
    private readonly double[][] _missFactors;
    private readonly Dictionary<(int, int, int, int), double> _pairFactors = [];

    public DriftingWorld(Random random, bool isFew)
    {
        _random = random;
        _shape = isFew ? Few : Many;
        Names = [.. _shape.Select(dimension => dimension.Name)];
        _popularity = [.. _shape.Select(dimension => Columns(dimension.Size, 0.8))];
        _missFactors = [.. _shape.Select(dimension => Columns(dimension.Size, 0.2))];
        BaseMiss = 0.08 + 0.2 * random.NextDouble();
        DriftDeviation = new[] { 0.03, 0.06, 0.10 }[random.Next(3)];
        (Leaves, Weights) = DrawLeaves(isFew ? 20_000 : 60_000);
        MissByWeek = [.. Enumerable.Range(0, Weeks).Select(_ => MissOfWeek())];
        VolumeByWeek = [.. Enumerable.Range(0, Weeks).Select(_ => VolumeOfWeek())];
    }

    public string[] Names { get; }

    public double BaseMiss { get; }

    /// <summary>How far a value's chance of a miss lies from its mean in a week, as a logarithm.</summary>
    public double DriftDeviation { get; }

    public int[][] Leaves { get; }

    /// <summary>Long-run share of each leaf.</summary>
    public double[] Weights { get; }

    /// <summary>True chance of a miss per week and leaf, without any cause.</summary>
    public double[][] MissByWeek { get; }

    /// <summary>Share of each leaf per week, without any cause.</summary>
    public double[][] VolumeByWeek { get; }

    public static string ValueName(string dimension, int code) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{dimension}-{code + 1:00}");

    private double[] Columns(int size, double deviation) =>
        [.. Enumerable.Range(0, size).Select(_ => _random.LogNormal(deviation))];

    private (int[][] Leaves, double[] Weights) DrawLeaves(int draws)
    {
        var counts = new Dictionary<string, (int[] Leaf, int Count)>(StringComparer.Ordinal);
        for (var draw = 0; draw < draws; draw++)
        {
            var leaf = DrawLeaf();
            var key = string.Join(',', leaf);
            counts[key] = (leaf, counts.GetValueOrDefault(key).Count + 1);
        }

        var leaves = counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).ToArray();
        return ([.. leaves.Select(leaf => leaf.Leaf)], [.. leaves.Select(leaf => leaf.Count / (double)draws)]);
    }

    /// <summary>A child belongs to the parent its number says, except for those that stray.</summary>
    private int[] DrawLeaf()
    {
        var leaf = new int[_shape.Length];
        for (var d = 0; d < _shape.Length; d++)
        {
            var (_, size, parent, stray) = _shape[d];
            var weights = (double[])_popularity[d].Clone();
            if (parent is not null && _random.NextDouble() >= stray)
            {
                var parentPlace = Array.IndexOf(Names, parent);
                for (var code = 0; code < size; code++)
                    weights[code] *= code % _shape[parentPlace].Size == leaf[parentPlace] ? 1 : 0;
                if (weights.Sum() == 0)
                    weights[leaf[parentPlace] % size] = 1;
            }

            leaf[d] = _random.Weighted(weights);
        }

        return leaf;
    }

    private double[] MissOfWeek()
    {
        var common = _random.LogNormal(DriftDeviation / 2);
        var drift = _shape.Select(dimension => Columns(dimension.Size, DriftDeviation)).ToArray();
        return Array.ConvertAll(Leaves, leaf =>
        {
            var miss = BaseMiss * common;
            for (var d = 0; d < leaf.Length; d++)
                miss *= _missFactors[d][leaf[d]] * drift[d][leaf[d]];
            return Math.Clamp(miss * PairFactor(leaf), 0.003, 0.8);
        });
    }

    /// <summary>The first and last but one dimension, and the second and the last, have rates of their own together.</summary>
    private double PairFactor(int[] leaf)
    {
        var factor = 1.0;
        foreach (var (a, b) in new[] { (0, leaf.Length - 2), (1, leaf.Length - 1) })
        {
            if (!_pairFactors.TryGetValue((a, leaf[a], b, leaf[b]), out var own))
                _pairFactors[(a, leaf[a], b, leaf[b])] = own = _random.LogNormal(0.15);
            factor *= own;
        }

        return factor;
    }

    private double[] VolumeOfWeek()
    {
        var drift = _shape.Select(dimension => Columns(dimension.Size, 0.06)).ToArray();
        return [.. Leaves.Select((leaf, i) => Weights[i] * leaf.Select((code, d) => drift[d][code]).Aggregate((x, y) => x * y))];
    }
}
