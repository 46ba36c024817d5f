using System.Text.Json;
using KpiPulse.Metrics.Review;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Freeze;

/// <summary>
/// Closes weeks and says what changed since (C9). Weeks are those of the reporting zone; a frozen one stays frozen, and a rebuild leaves it alone.
/// </summary>
public sealed class FrozenWeeks(KpiWarehouse warehouse)
{
    /// <summary>The week's end and this long after it, late answers, reopens and disputes still change its numbers.</summary>
    public static readonly TimeSpan Provisional = TimeSpan.FromDays(7);

    public const string NightlyJob = "nightly job";

    public const int LongestNote = 200;

    private static readonly TimeSpan ExportGap = TimeSpan.FromHours(12);

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly ReportingZone zone = ReportingZone.Of(warehouse.Options.ReportingZone);
    private readonly KeptReadings<IsoWeek, IReadOnlyList<Restatement>> restated = new();

    // Weeks are closed through this object only; what another process closed is seen at the next start.
    private volatile IReadOnlyList<FrozenWeek>? all;

    /// <summary>IANA zone of the days of every week here.</summary>
    public string Zone => zone.Id;

    /// <summary>Frozen weeks, oldest first.</summary>
    public IReadOnlyList<FrozenWeek> All
    {
        get
        {
            if (all is { } known)
                return known;

            using var session = warehouse.Read();
            return all = Read(session);
        }
    }

    /// <summary>Another one after every freeze: part of the key of what shows whether a week is signed.</summary>
    public int Edition => All.Count;

    public FrozenWeek Of(IsoWeek week) => All.FirstOrDefault(frozen => frozen.Week == week) ?? new FrozenWeek(week, WeekState.Provisional, DueAt(week));

    /// <summary>
    /// A person signs the week: it closes as of the latest data, or of its seventh day after. Its last export may end with its last event, some
    /// hours before the week does.
    /// </summary>
    /// <exception cref="QuestionException">The week is not over, by the clock or by the data, or closed already.</exception>
    public FrozenWeek SignOff(IsoWeek week, string by, string? note = null)
    {
        var (end, known) = (EndOf(week), warehouse.DataUntil ?? DateTime.MinValue);
        var endsWithItsExport = known < end && IsOver(week);
        var asOf = endsWithItsExport ? end : known < DueAt(week) ? known : DueAt(week);
        var words = string.IsNullOrWhiteSpace(note) ? null : Words.Of(note, "The note", LongestNote);
        return Freeze(week, asOf, Words.Of(by, "Your name", Words.LongestName), words, endsWithItsExport);
    }

    /// <summary>By the clock and by the data.</summary>
    public bool IsOver(IsoWeek week) => warehouse.Clock.GetUtcNow().UtcDateTime >= EndOf(week) && warehouse.DataUntil >= EndOf(week) - ExportGap;

    /// <summary>Keeps the week's numbers as of an instant; a sign-off, or the nightly job for weeks that are due.</summary>
    /// <param name="asOf">UTC; from the week's end on, and not beyond what the data knows.</param>
    /// <exception cref="QuestionException">The week is not over, frozen already or not known up to that instant; the message says which.</exception>
    public FrozenWeek Freeze(IsoWeek week, DateTime asOf, string by, string? note = null) => Freeze(week, asOf, by, note, endsWithItsExport: false);

    private FrozenWeek Freeze(IsoWeek week, DateTime asOf, string by, string? note, bool endsWithItsExport)
    {
        var known = warehouse.DataUntil;
        if (asOf < EndOf(week))
            throw new QuestionException($"{week} is not over as of {asOf:yyyy-MM-dd HH:mm} UTC, so it cannot be closed yet.");
        if (!(known >= asOf) && !endsWithItsExport)
            throw new QuestionException($"The data ends at {known:yyyy-MM-dd HH:mm} UTC, before {asOf:yyyy-MM-dd HH:mm} UTC: load what came since, or close {week} as of an earlier instant.");

        try
        {
            // Read before the one writer is held: that takes a while. Should anything be published in between, it is read again.
            var version = warehouse.DataVersion;
            var cells = CellsOf(week, asOf);
            return warehouse.Write(session => Keep(session, week, asOf, by, note, () => version == warehouse.DataVersion ? cells : CellsOf(week, asOf)));
        }
        finally
        {
            all = null;
        }
    }

    private FrozenWeek Keep(Session session, IsoWeek week, DateTime asOf, string by, string? note, Func<string> cells)
    {
        if (Read(session).FirstOrDefault(frozen => frozen.Week == week) is { } earlier)
            throw new QuestionException($"{week} was closed at {earlier.FrozenAt:yyyy-MM-dd HH:mm} UTC by {earlier.By}; what changed since is listed as restatements.");

        var frozen = new FrozenWeek(week, WeekState.Frozen, DueAt(week), asOf, Now(), by, note, warehouse.DataVersion);
        session.Execute("freeze_week", new
        {
            week = week.ToString(),
            first_day = week.FirstDay,
            zone = zone.Id,
            as_of = asOf,
            frozen_at = frozen.FrozenAt,
            frozen_by = by,
            note,
            data_version = frozen.DataVersion,
            cells = cells(),
        });
        return frozen;
    }

    private string CellsOf(IsoWeek week, DateTime asOf)
    {
        using var session = warehouse.Read();
        return JsonSerializer.Serialize(WeekCells.Read(session, week, zone, asOf, isLatest: false).Select(cell => new
        {
            cell.Key.Metric,
            CellBy = cell.Key.By,
            cell.Key.Market,
            cell.Key.Lob,
            cell.Key.Basis,
            cell.Value.Numerator,
            cell.Value.Denominator,
            cell.Value.Value,
            cell.Value.N,
            cell.Value.DefinitionVersion,
        }), SnakeCase);
    }

    /// <summary>As the warehouse keeps it.</summary>
    private DateTime Now()
    {
        var now = warehouse.Clock.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Unspecified);
    }

    /// <summary>Closes every week whose seven days are over, by the clock and by the data, each as of that instant.</summary>
    public IReadOnlyList<FrozenWeek> FreezeDue(CancellationToken cancellation = default)
    {
        List<FrozenWeek> closed = [];
        foreach (var week in Due())
        {
            cancellation.ThrowIfCancellationRequested();
            closed.Add(FreezeAsDue(week));
        }

        return closed;
    }

    /// <summary>Weeks that are to be closed, oldest first.</summary>
    public IReadOnlyList<IsoWeek> Due()
    {
        var frozen = All.Select(each => each.Week).ToHashSet();
        var now = warehouse.Clock.GetUtcNow().UtcDateTime;
        return [.. WeeksWithData().Where(week => !frozen.Contains(week) && DueAt(week) <= now && DueAt(week) <= warehouse.DataUntil)];
    }

    public FrozenWeek FreezeAsDue(IsoWeek week) => Freeze(week, DueAt(week), NightlyJob);

    /// <summary>The frozen numbers; empty while the week is provisional.</summary>
    public IReadOnlyDictionary<CellKey, CellValue> Cells(IsoWeek week, Scope scope)
    {
        using var session = warehouse.Read();
        return Snapshot(session, week).Where(cell => IsVisible(cell.Key, scope) && IsOpen(week, cell.Value, scope)).ToDictionary(cell => cell.Key, cell => cell.Value);
    }

    /// <summary>Frozen numbers that would be others today, with the reason.</summary>
    public IReadOnlyList<Restatement> Restatements(IsoWeek week, Scope scope)
    {
        if (Of(week) is not { IsFrozen: true } frozen)
            return [];

        var state = warehouse.State;
        var moment = new Moment(state, state.DataUntil ?? DateTime.UnixEpoch, IsLatest: true, zone, IsReportingZone: true);
        var version = MetricCatalog.All.Max(metric => moment.VersionOf(metric, week.Days));
        var found = restated.Get(week, version, () => CompareWithToday(frozen));
        return [.. found.Where(restatement => IsVisible(restatement.Cell, scope) && IsOpen(week, restatement.Frozen, scope) && IsOpen(week, restatement.Now, scope))];
    }

    /// <summary>Today's rows with those of closed weeks replaced by what was reported; cells that a freeze does not keep stay as they are known now.</summary>
    internal IReadOnlyList<SeriesRow> LaidOver(IReadOnlyList<SeriesRow> rows, MetricQuestion question, Scope scope) =>
        ReportedCells.Of(question, scope) is not { } cells ? rows : cells.LaidOver(rows, ReadReported(question));

    private IReadOnlyList<ReportedCell> ReadReported(MetricQuestion question)
    {
        var days = question.Period!.Value;
        using var session = warehouse.Read();
        return session.Query<ReportedCell>("reported_cells", new { metric = question.Metric, zone = zone.Id, from_on = days.Start, until_on = days.End });
    }

    /// <summary>The files whose rows stand behind the week's numbers, and of a frozen one which came after.</summary>
    public IReadOnlyList<InputFile> Inputs(IsoWeek week)
    {
        using var session = warehouse.Read();
        return InputFiles.Behind(session, warehouse, new InputQuestion(
            " and attributed_on >= $from_on and attributed_on < $until_on", "", WeekCells.Bounds(week, zone, default), MetricCatalog.All.Select(metric => metric.Rows), TargetOf: null, Of(week).FrozenAt));
    }

    /// <summary>What `doctor` asks: frozen numbers that the data of their time does not give any more. Files that came after explain a difference; nothing else may.</summary>
    public IEnumerable<Restatement> Contradictions()
    {
        foreach (var frozen in All)
        {
            using var session = warehouse.Read();
            var isComparable = session.Scalar<bool>("frozen_week_is_comparable", new { frozen_at = frozen.FrozenAt, week = frozen.Week.ToString() });
            if (isComparable)
            {
                foreach (var contradiction in Compare(session, frozen, frozen.AsOf!.Value, isLatest: false))
                    yield return contradiction;
            }
        }
    }

    public DateTime DueAt(IsoWeek week) => EndOf(week) + Provisional;

    private DateTime EndOf(IsoWeek week) => zone.StartOf(week.Days.End);

    private IEnumerable<IsoWeek> WeeksWithData()
    {
        using var session = warehouse.Read();
        return session.Query<DateOnly>("weeks_with_data").Select(IsoWeek.Of);
    }

    /// <summary>In one transaction, with the state that belongs to its sums: else a batch in between would change numbers and not their reasons.</summary>
    private List<Restatement> CompareWithToday(FrozenWeek frozen)
    {
        List<Restatement> found = [];
        using var session = warehouse.Read();
        session.InTransaction(() => found = Compare(session, frozen, KpiWarehouse.Published(session).DataUntil ?? frozen.AsOf!.Value, isLatest: true));
        return found;
    }

    private List<Restatement> Compare(Session session, FrozenWeek frozen, DateTime asOf, bool isLatest)
    {
        var then = Snapshot(session, frozen.Week);
        var now = WeekCells.Read(session, frozen.Week, zone, asOf, isLatest);
        var differing = then.Keys.Union(now.Keys).Select(key => (Key: key, Then: then.GetValueOrDefault(key), Now: now.GetValueOrDefault(key))).Where(pair => !AreSame(pair.Then, pair.Now)).ToList();
        if (differing.Count == 0)
            return [];

        var arguments = WeekCells.Bounds(frozen.Week, zone, frozen.AsOf!.Value);
        arguments["now"] = asOf;
        arguments["reviewed"] = MetricCatalog.All.Select(metric => metric.Rows).Where(rows => warehouse.Models.Behind(rows).Tables.Contains("qa_reviews")).Distinct().ToArray();
        arguments["frozen_at"] = frozen.FrozenAt;
        var reasons = session.Query<ReasonRow>("restatement_reasons", arguments).ToLookup(row => row.Rows, StringComparer.Ordinal);
        return [.. differing
            .Select(pair => new Restatement(frozen.Week, pair.Key, pair.Then, pair.Now, ReasonsOf(pair.Key, reasons[MetricCatalog.Get(pair.Key.Metric).Rows])))
            .OrderBy(restatement => restatement.Cell.By.Length).ThenBy(restatement => restatement.Cell.ToString(), StringComparer.Ordinal)];
    }

    private static List<RestatementReason> ReasonsOf(CellKey cell, IEnumerable<ReasonRow> rows) =>
        [.. rows.Where(row => (!cell.By.Contains("market", StringComparison.Ordinal) || row.Market == cell.Market) && (!cell.By.Contains("lob", StringComparison.Ordinal) || row.Lob == cell.Lob))
            .GroupBy(row => row.Reason).Select(group => new RestatementReason(group.Key, group.Sum(row => row.RowCount))).OrderByDescending(reason => reason.Rows)];

    private static bool AreSame(CellValue? then, CellValue? now) => then is not null && now is not null
        && then.DefinitionVersion == now.DefinitionVersion
        && IsClose(then.Numerator, now.Numerator) && IsClose(then.Denominator, now.Denominator) && IsClose(then.Value, now.Value) && then.N == now.N;

    // Sums of doubles differ in their last digits with the order of rows.
    private static bool IsClose(double? left, double? right) => left == right || Math.Abs((left - right) ?? double.MaxValue) <= 1e-9 * Math.Max(1, Math.Abs(left ?? 0));

    private List<FrozenWeek> Read(Session session) =>
        [.. session.Query<FrozenRow>("frozen_weeks").Where(row => row.Zone == zone.Id).Select(row => new FrozenWeek(
            IsoWeek.Parse(row.Week), WeekState.Frozen, DueAt(IsoWeek.Parse(row.Week)), row.AsOf, row.FrozenAt, row.FrozenBy, row.Note, row.DataVersion))];

    private static Dictionary<CellKey, CellValue> Snapshot(Session session, IsoWeek week) =>
        session.Query<CellRow>("frozen_cells", new { week = week.ToString() }).ToDictionary(
            row => new CellKey(row.Metric, row.CellBy, row.Market, row.Lob, row.Basis),
            row => new CellValue(row.Numerator, row.Denominator, row.Value, row.N, row.DefinitionVersion));

    /// <summary>A reader who may see one market sees that market's cells, and no cell that mixes it with others.</summary>
    internal static bool IsVisible(CellKey cell, Scope scope) => scope.Limits.All(limit => limit.Dimension switch
    {
        "market" => cell.By.Contains("market", StringComparison.Ordinal) && limit.Values.Contains(cell.Market ?? ""),
        "lob" => cell.By.Contains("lob", StringComparison.Ordinal) && limit.Values.Contains(cell.Lob ?? ""),
        _ => false,
    });

    /// <summary>Sums over a few tickets are theirs only who may see the tickets, and a week theirs only once it is published.</summary>
    private static bool IsOpen(IsoWeek week, CellValue? value, Scope scope) =>
        (scope.SeesRows || value is null || value.N is <= 0 or >= Scope.FewestTickets) && (scope.Until is null || week.Days.End <= scope.Until);

    private sealed record FrozenRow(string Week, string Zone, DateTime AsOf, DateTime FrozenAt, string FrozenBy, string? Note, long DataVersion);

    private sealed record CellRow(string Metric, string CellBy, string? Market, string? Lob, string? Basis, double Numerator, double? Denominator, double? Value, double N, int DefinitionVersion);

    private sealed record ReasonRow(string Rows, string? Market, string? Lob, string Reason, long RowCount);
}
