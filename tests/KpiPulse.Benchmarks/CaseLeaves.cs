using KpiPulse.Metrics.RootCause;

namespace KpiPulse.Benchmarks;

/// <summary>
/// Aggregates a case's ticket file to leaves in memory. Every column that is not a known fact is a dimension; a column
/// `tickets` says how many tickets a line stands for.
/// </summary>
internal sealed class CaseLeaves
{
    private static readonly HashSet<string> Facts =
    [
        "ticket_id", "week", "opened_at", "resolved_at", "sla_target_min", "sla_met",
        "csat_responded", "csat_satisfied", "qa_scored", "qa_pass", "tickets",
    ];

    /// <summary>Bits per dimension in a leaf's key: up to 1 023 values of 12 dimensions.</summary>
    private const int KeyBits = 10;

    private readonly Dictionary<UInt128, int> _leaves = [];
    private readonly Dictionary<string, int> _weeks = [];
    private readonly List<double>[] _n;
    private readonly List<double>[] _y;
    private readonly Column[] _columns;
    private readonly string[] _header;
    private readonly RootCauseCase _case;

    private CaseLeaves(RootCauseCase benchCase, string header)
    {
        _case = benchCase;
        _header = header.Split(',');
        _columns = [.. _header.Select((name, place) => new Column(name, place)).Where(column => !Facts.Contains(column.Name))];
        foreach (var week in benchCase.HistoryWeeks.Append(benchCase.BaseWeek).Append(benchCase.CurrentWeek).Distinct())
            _weeks[week] = _weeks.Count;
        _n = [.. _weeks.Select(_ => new List<double>())];
        _y = [.. _weeks.Select(_ => new List<double>())];
    }

    public static LeafTable Read(string folder, RootCauseCase benchCase)
    {
        using var reader = new StreamReader(Path.Combine(folder, benchCase.File));
        var leaves = new CaseLeaves(benchCase, reader.ReadLine()!);
        while (reader.ReadLine() is { } line)
            leaves.Add(line);
        return leaves.ToTable();
    }

    private void Add(ReadOnlySpan<char> line)
    {
        Span<Range> fields = stackalloc Range[_header.Length];
        _ = line.Split(fields, ',');
        if (!_weeks.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(line[fields[Place("week")]], out var week))
            return;
        var isCsat = _case.Kpi == "csat";
        if (isCsat && !line[fields[Place("csat_responded")]].SequenceEqual("1"))
            return;
        var isHit = line[fields[Place(isCsat ? "csat_satisfied" : "sla_met")]].SequenceEqual("1");
        var weight = Place("tickets") < 0 ? 1 : double.Parse(line[fields[Place("tickets")]], System.Globalization.CultureInfo.InvariantCulture);
        UInt128 key = 0;
        foreach (var column in _columns)
            key = key << KeyBits | (UInt128)column.CodeOf(line[fields[column.Place]]);
        var leaf = LeafOf(key);
        _n[week][leaf] += weight;
        _y[week][leaf] += isHit ? weight : 0;
    }

    private int LeafOf(UInt128 key)
    {
        if (_leaves.TryGetValue(key, out var leaf))
            return leaf;
        _leaves[key] = leaf = _leaves.Count;
        foreach (var sums in _n.Concat(_y))
            sums.Add(0);
        foreach (var column in _columns)
            column.Keep();
        return leaf;
    }

    private int Place(string name) => Array.IndexOf(_header, name);

    private LeafTable ToTable()
    {
        var dimensions = _columns.Select(column => new LeafDimension(column.Name, column.Values, [.. column.Leaves])).ToArray();
        return new LeafTable(dimensions, Period(_case.BaseWeek), Period(_case.CurrentWeek), [.. _case.HistoryWeeks.Select(Period)]);
    }

    private LeafCounts Period(string week) => new([.. _n[_weeks[week]]], [.. _y[_weeks[week]]]);

    private sealed class Column(string name, int place)
    {
        private readonly Dictionary<string, int> _codes = [];
        private int _last;

        public string Name => name;

        public int Place => place;

        public List<string> Values { get; } = [];

        public List<int> Leaves { get; } = [];

        public int CodeOf(ReadOnlySpan<char> value)
        {
            if (!_codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out _last))
            {
                _codes[value.ToString()] = _last = Values.Count;
                Values.Add(value.ToString());
            }

            return _last < 1 << KeyBits ? _last : throw new InvalidDataException($"{Name} has too many values for a leaf key.");
        }

        public void Keep() => Leaves.Add(_last);
    }
}
