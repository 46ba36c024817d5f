namespace KpiPulse.Benchmarks;

/// <param name="Element">Search codes per dimension place.</param>
internal sealed record PlantedCause(Dictionary<int, int> Element, string Kind, double Size, double OracleZ, double Impact, double Tickets);

/// <summary>Counts of one week per leaf.</summary>
internal sealed record DrawnWeek(double[] N, double[] Misses);

/// <summary>One case of the drifting world: seven weeks without a cause, then the week that is asked about.</summary>
internal sealed class DriftingCase
{
    private const double LeastOracleZ = 4.5;
    private const double LeastImpact = 0.0025;
    private const int Current = DriftingWorld.Weeks - 1;
    private const int Baseline = DriftingWorld.Weeks - 2;

    private readonly Random _random;
    private readonly double _tickets;
    private readonly List<PlantedCause> _causes = [];

    private DriftingCase(Random random, DriftingWorld world, double tickets)
    {
        (_random, World, _tickets) = (random, world, tickets);
        MissAfter = [.. world.MissByWeek[Current]];
        Volume = [.. world.VolumeByWeek[Current]];
    }

    public DriftingWorld World { get; }

    public double[] MissBefore => World.MissByWeek[Baseline];

    public double[] MissAfter { get; }

    public double[] Volume { get; }

    public IReadOnlyList<PlantedCause> Causes => _causes;

    public IReadOnlyList<DrawnWeek> Weeks { get; private set; } = [];

    /// <returns>Null when this world has no room for such causes.</returns>
    public static DriftingCase? Draw(Random random, string kind, bool isFew, double tickets)
    {
        var drawn = new DriftingCase(random, new DriftingWorld(random, isFew), tickets);
        var planted = kind switch
        {
            "mix" => drawn.PlantMix(),
            "null" => true,
            _ => Enumerable.Range(0, kind[^1] - '0').All(_ => drawn.PlantRate()),
        };
        if (!planted)
            return null;
        drawn.Weeks = [.. Enumerable.Range(0, DriftingWorld.Weeks).Select(drawn.DrawWeek)];
        return drawn.IsAskable(kind) ? drawn : null;
    }

    /// <summary>Nobody asks why a rate fell that rose: as in the first benchmark, drift must not undo what was planted.</summary>
    private bool IsAskable(string kind)
    {
        var (before, after) = (Weeks[Baseline].N, Weeks[Current].N);
        var rate = Mean(MissAfter, after) - Mean(MissBefore, after);
        var mix = Mean(MissBefore, after) - Mean(MissBefore, before);
        return kind switch
        {
            "null" => true,
            "mix" => mix > 0.004 && mix > 1.5 * Math.Abs(rate),
            _ => rate > 0.002,
        };

        static double Mean(double[] rates, double[] n) => n.Zip(rates, (tickets, rate) => tickets * rate).Sum() / n.Sum();
    }

    public bool Holds(int leaf, Dictionary<int, int> element) => element.All(pair => World.Leaves[leaf][pair.Key] == pair.Value);

    private DrawnWeek DrawWeek(int week)
    {
        var shares = week == Current ? Volume : World.VolumeByWeek[week];
        var miss = week == Current ? MissAfter : World.MissByWeek[week];
        var scale = _tickets * Math.Exp(0.05 * _random.Normal());
        var n = Array.ConvertAll(shares, share => _random.Poisson(share * scale));
        return new DrawnWeek(n, [.. n.Select((tickets, leaf) => _random.Binomial(tickets, miss[leaf]))]);
    }

    /// <summary>Misses multiply inside the element, by a factor that varies from leaf to leaf.</summary>
    private bool PlantRate()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var element = RandomElement();
            var members = Members(element);
            var share = members.Sum(leaf => Volume[leaf]) / Volume.Sum();
            if (share is < 0.006 or > 0.35 || _causes.Exists(cause => Overlaps(members, Members(cause.Element))))
                continue;
            var factor = 1.3 + 2.2 * _random.NextDouble();
            var after = members.Select(leaf => Math.Min(0.9, MissAfter[leaf] * factor * _random.LogNormal(0.15))).ToArray();
            var drop = members.Select((leaf, i) => Volume[leaf] * (after[i] - MissAfter[leaf])).Sum() / members.Sum(leaf => Volume[leaf]);
            var tickets = _tickets * share;
            var z = drop / Math.Sqrt(2 * Mean(MissBefore, members) * (1 - Mean(MissBefore, members)) / tickets + Wander(members));
            if (z < LeastOracleZ || drop * share < LeastImpact || tickets < 60)
                continue;
            for (var i = 0; i < members.Length; i++)
                MissAfter[members[i]] = after[i];
            _causes.Add(new PlantedCause(element, "rate", drop, z, drop * share, tickets));
            return true;
        }

        return false;
    }

    /// <summary>A value whose work misses more often than the rest comes in larger numbers.</summary>
    private bool PlantMix()
    {
        var all = Enumerable.Range(0, World.Leaves.Length).ToArray();
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var place = _random.Next(World.Names.Length);
            var element = new Dictionary<int, int> { [place] = World.Leaves[_random.Weighted(World.Weights)][place] };
            var members = Members(element);
            var share = members.Sum(leaf => Volume[leaf]) / Volume.Sum();
            var gap = Mean(MissBefore, members) - Mean(MissBefore, all);
            var factor = 1.6 + 1.9 * _random.NextDouble();
            var grown = share * factor / (share * factor + 1 - share);
            var impact = (grown - share) * gap / (1 - share);
            if (share is < 0.02 or > 0.3 || gap < 0.04 || impact < 0.006)
                continue;
            foreach (var leaf in members)
                Volume[leaf] *= factor;
            _causes.Add(new PlantedCause(element, "mix", factor, (grown - share) * Math.Sqrt(_tickets / (2 * share)), impact, _tickets * share));
            return true;
        }

        return false;
    }

    private Dictionary<int, int> RandomElement()
    {
        var leaf = World.Leaves[_random.Weighted(World.Weights)];
        var order = Math.Min(World.Names.Length - 1, 1 + _random.Weighted([0.4, 0.4, 0.2]));
        var places = Enumerable.Range(0, World.Names.Length).ToArray();
        _random.Shuffle(places);
        return places.Take(order).ToDictionary(place => place, place => leaf[place]);
    }

    private int[] Members(Dictionary<int, int> element) =>
        [.. Enumerable.Range(0, World.Leaves.Length).Where(leaf => Holds(leaf, element))];

    private bool Overlaps(int[] one, int[] other)
    {
        var shared = one.Intersect(other).Sum(leaf => Volume[leaf]);
        return shared > 0.25 * Math.Min(one.Sum(leaf => Volume[leaf]), other.Sum(leaf => Volume[leaf]));
    }

    private double Mean(double[] rates, int[] members) =>
        members.Sum(leaf => World.Weights[leaf] * rates[leaf]) / members.Sum(leaf => World.Weights[leaf]);

    /// <summary>Variance of the cell's true rate between neighbouring weeks without a cause.</summary>
    private double Wander(int[] members)
    {
        var rates = World.MissByWeek.Select(week => Mean(week, members)).ToArray();
        return Enumerable.Range(1, Current).Average(week => Math.Pow(rates[week] - rates[week - 1], 2));
    }
}
