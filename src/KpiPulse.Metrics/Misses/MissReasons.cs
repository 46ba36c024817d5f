using System.Globalization;
using System.Text;
using KpiPulse.Warehouse;

namespace KpiPulse.Metrics.Misses;

/// <summary>A line of the taxonomy; offered on [ValidFrom, ValidUntil).</summary>
public sealed record MissReason(string Reason, string Label, int Position, DateOnly ValidFrom, DateOnly? ValidUntil)
{
    public bool IsOfferedOn(DateOnly day) => ValidFrom <= day && (ValidUntil is null || day < ValidUntil);
}

/// <param name="Reason">Null: not coded yet.</param>
public sealed record MissCount(string? Reason, long Misses);

/// <param name="Counts">Most first; the one without a reason is what is not coded yet.</param>
public sealed record MissPareto(IReadOnlyList<MissCount> Counts)
{
    public long Drawn => Counts.Sum(count => count.Misses);

    public long Coded => Counts.Where(count => count.Reason is not null).Sum(count => count.Misses);

    /// <summary>Null when nothing was drawn.</summary>
    public double? UncodedShare => Drawn > 0 ? (Drawn - Coded) / (double)Drawn : null;
}

/// <summary>The taxonomy of reasons and what team leaders coded with it.</summary>
public sealed class MissReasons(KpiWarehouse warehouse)
{
    private const int LongestLabel = 60;

    public DateOnly Today => ReportingZone.Of(warehouse.Options.ReportingZone).DateOf(warehouse.Clock.GetUtcNow().UtcDateTime);

    public IReadOnlyList<MissReason> All()
    {
        using var session = warehouse.Read();
        return session.Query<MissReason>("miss_reasons");
    }

    /// <summary>Those that may be chosen today, in the order of their keys.</summary>
    public IReadOnlyList<MissReason> Offered() => [.. All().Where(reason => reason.IsOfferedOn(Today))];

    /// <exception cref="QuestionException">No label, or one that is offered already.</exception>
    public void Add(string? label)
    {
        var text = label?.Trim() ?? "";
        if (text.Length is 0 or > LongestLabel)
            throw new QuestionException($"A reason needs a label of 1 to {LongestLabel} letters.");
        warehouse.Write(session =>
        {
            var known = session.Query<MissReason>("miss_reasons");
            if (known.Any(reason => reason.IsOfferedOn(Today) && string.Equals(reason.Label, text, StringComparison.OrdinalIgnoreCase)))
                throw new QuestionException($"'{text}' is offered already.");
            return session.Execute("add_miss_reason", new { reason = CodeOf(text, known), label = text, position = known.Max(reason => reason.Position) + 1, valid_from = Today });
        });
    }

    /// <summary>From today on it is no longer offered; what was coded with it stays.</summary>
    public void Retire(string reason) => warehouse.Write(session => session.Execute("retire_miss_reason", new { reason, until = Today }));

    /// <summary>Codes rows of one set; an empty reason takes a coding back. What did not change is not written again.</summary>
    /// <exception cref="QuestionException">A reason that is not offered.</exception>
    public void Code(KeptEvidence evidence, IReadOnlyDictionary<int, string> reasonByPosition, string? by)
    {
        var offered = Offered().Select(reason => reason.Reason).ToHashSet(StringComparer.Ordinal);
        var changes = evidence.Rows
            .Where(row => reasonByPosition.ContainsKey(row.Position))
            .Select(row => (row, reason: reasonByPosition[row.Position]))
            .Where(change => change.reason != (change.row.Reason ?? ""))
            .ToList();
        if (changes.Find(change => change.reason.Length > 0 && !offered.Contains(change.reason)) is { row: not null } wrong)
            throw new QuestionException($"'{wrong.reason}' is not among the reasons offered today.");

        warehouse.Write(session =>
        {
            var number = session.Scalar<long>("next_coding_no");
            foreach (var (row, reason) in changes)
            {
                session.Execute("code_miss", new
                {
                    coding_no = number++,
                    metric = evidence.Set.Metric,
                    source_system = row.SourceSystem,
                    subject_id = row.SubjectId,
                    reason = reason.Length > 0 ? reason : null,
                    coded_at = warehouse.Clock.GetUtcNow().UtcDateTime,
                    coded_by = by,
                });
            }

            return changes.Count;
        });
    }

    /// <summary>Evidence rows of the week by reason, most first; those not coded have no reason.</summary>
    public MissPareto Pareto(string metric, IsoWeek week, IReadOnlyList<DimensionFilter> where, Scope scope)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["metric"] = metric, ["week"] = week.ToString() };
        var filters = new StringBuilder();
        foreach (var (filter, index) in where.Concat(scope.Limits).Select((filter, index) => (filter, index)))
        {
            if (!Columns.Contains(filter.Dimension))
                throw new QuestionException($"Evidence is not kept by '{filter.Dimension}'; drop that filter.");
            var name = "filter" + index.ToString(CultureInfo.InvariantCulture) + "_";
            arguments[name] = filter.Values;
            filters.Append(CultureInfo.InvariantCulture, $" and coalesce(drawn.{filter.Dimension}, '') in ${name}");
        }

        using var session = warehouse.Read();
        return new MissPareto(session.Query<MissCount>("miss_pareto", arguments, new SqlSlots().Set("filters", filters.ToString())));
    }

    private static readonly HashSet<string> Columns = new(StringComparer.Ordinal) { "market", "lob", "tier", "channel", "site", "team", "priority", "language", "category", "subcategory" };

    /// <summary>Letters of the label, made unique: codes are for scripts and never shown.</summary>
    private static string CodeOf(string label, IReadOnlyList<MissReason> known)
    {
        var code = string.Concat(label.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')).Trim('_');
        var unique = code.Length > 0 ? code : "reason";
        for (var next = 2; known.Any(reason => reason.Reason == unique); next++)
            unique = code + "_" + next.ToString(CultureInfo.InvariantCulture);
        return unique;
    }
}
