using System.Globalization;
using System.Text;

namespace KpiPulse.Warehouse.Landing;

/// <summary>
/// The temporary table <c>landed</c>: each record of a file once, in file order (so that its row number is its place), typed for all
/// targets, with the number of the first check that it breaks. One pass over the file; texts are kept of broken records only.
/// </summary>
internal sealed class LandedRecords
{
    private LandedRecords(string createSql, IReadOnlyList<RecordCheck> checks)
    {
        CreateSql = createSql;
        Checks = checks;
    }

    public string CreateSql { get; }

    /// <summary><c>problem</c> counts from 1 in this list.</summary>
    public IReadOnlyList<RecordCheck> Checks { get; }

    public static LandedRecords Of(string relation, StagedFile file, LandingPlan plan, DateTime now)
    {
        var checks = WholeRecord(file).Concat(plan.Targets.SelectMany((target, number) => RecordChecks.Of(target, number, now)
            .Select(check => target.When.Count == 0 ? check : check with { Broken = $"take{number} and ({check.Broken})" })))
            .Concat(TakenByNobody(plan)).ToList();

        List<string> cells = [], texts = [], naives = [], values = [], kept = [];
        foreach (var index in Used(plan))
            cells.Add($"{CellSql.Clean(index, plan.NoValue, file.HasOddPadding)} as v{index}");
        foreach (var (target, number) in plan.Targets.Select((target, number) => (target, number)))
        {
            if (target.When.Count > 0)
            {
                values.Add($"{string.Join(" and ", target.When.Select(CellSql.Holds))} as take{number}");
                kept.Add($"take{number}");
            }

            foreach (var (mapping, place) in target.Read.Select((mapping, place) => (mapping, place)).Where(pair => pair.mapping.Source is not TextSource.Constant))
            {
                kept.Add($"x{number}_{place}");
                if (mapping.Column.Type == CanonicalType.Dimensions)
                {
                    values.Add($"{Members(mapping)} as x{number}_{place}");
                    continue;
                }

                texts.Add($"{CellSql.Text(mapping)} as t{number}_{place}");
                if (mapping.Time is not null)
                    naives.Add($"{TypedSql.Naive(mapping.Time, $"t{number}_{place}")} as n{number}_{place}");
                values.Add($"{TypedSql.Value(mapping, $"t{number}_{place}", $"n{number}_{place}")} as x{number}_{place}");
            }
        }

        var waits = string.Join(" or ", plan.LookUps.Select(look => look.Waits));
        var problem = new StringBuilder(waits.Length == 0 ? "case" : $"case when {waits} then null");
        if (AmbiguousTimes(plan) is [_, ..] ambiguous)
            kept.Add($"coalesce({string.Join(" or ", ambiguous)}, false) as ambiguous");
        if (waits.Length > 0)
            kept.Add($"{waits} as waits");
        var offending = new StringBuilder("case problem");
        for (var at = 0; at < checks.Count; at++)
        {
            problem.Append(CultureInfo.InvariantCulture, $" when {checks[at].Broken} then {at + 1}");
            offending.Append(CultureInfo.InvariantCulture, $" when {at + 1} then left({checks[at].Value}, 500)");
        }

        if (checks.Count == 0)
        {
            problem.Append(" when false then 0");
            offending.Append(" when 0 then ''");
        }

        var create = $"""
            create or replace temp table landed as
            with
                cells as (select *, {Columns(cells)} from {relation}),
                texts as (select *, {Columns(texts)} from cells),
                readings as (select *, {Columns(naives)} from texts),
                typed as (select *, {Columns(values)} from readings),
                judged as (select *, cast({problem} end as usmallint) as problem from typed)
            select {Columns(kept)} problem, case when problem is not null then {offending} end end as problem_value
            from judged
            """;
        return new LandedRecords(create, checks);
    }

    /// <summary>The typed value of a target's column inside <c>landed</c>, or its constant; null when the profile does not map it.</summary>
    public static string Value(TargetMapping target, int number, string column)
    {
        for (var place = 0; place < target.Columns.Count; place++)
        {
            var mapping = target.Columns[place];
            if (mapping.Column.Name != column)
                continue;
            return mapping.Source is TextSource.Constant ? Constant(mapping) : $"x{number}_{place}";
        }

        return $"cast(null as {target.Table.Column(column)!.SqlType})";
    }

    /// <summary>Conditions under which a row's time occurred twice: an hour earlier the clock showed the same. Asked only of zones that change their clocks.</summary>
    public static IReadOnlyList<string> AmbiguousTimes(LandingPlan plan) =>
    [
        .. plan.Targets.SelectMany((target, number) => target.Read.Select((mapping, place) => (mapping, number, place)))
            .Where(item => item.mapping is { Column.Happened: true, Time.Zone: { } zone, Source: not TextSource.Constant } && TimeZoneInfo.FindSystemTimeZoneById(zone).SupportsDaylightSavingTime)
            .Select(item => $"timezone({SqlSlots.Literal(item.mapping.Time!.Zone!)}, timezone('UTC', x{item.number}_{item.place} - interval 1 hour)) = date_trunc('second', n{item.number}_{item.place})"),
    ];

    private static string Constant(ColumnMapping mapping)
    {
        var text = CellSql.Text(mapping);
        return mapping.Time is null
            ? $"cast({TypedSql.Value(mapping, text, text)} as {mapping.Column.SqlType})"
            : TypedSql.Value(mapping, text, TypedSql.Naive(mapping.Time, text));
    }

    private static IEnumerable<RecordCheck> WholeRecord(StagedFile file)
    {
        if (file.BrokenColumn is { } broken)
            yield return new RecordCheck("", $"nullif(c{broken}, '') is not null", "cannot be read", $"c{broken}");
        for (var index = 0; index < file.ColumnCount && (file.HasLongValues || file.IsSuspect); index++)
        {
            if (file.HasLongValues)
                yield return new RecordCheck(file.Header[index], $"length(c{index}) > {StagedFile.LongestValue}", "is longer than 1,000,000 characters", $"left(c{index}, 100)");
            if (file.IsSuspect)
            {
                yield return new RecordCheck(file.Header[index], $"contains(c{index}, chr(0))", "holds a NUL character", $"replace(c{index}, chr(0), '')");
                yield return new RecordCheck(file.Header[index], $"contains(c{index}, {SqlSlots.Literal(StagedFile.NoText.ToString())})", "holds bytes that are no text in its encoding", $"replace(c{index}, {SqlSlots.Literal(StagedFile.NoText.ToString())}, '?')");
            }
        }
    }

    private static IEnumerable<RecordCheck> TakenByNobody(LandingPlan plan)
    {
        if (plan.Targets.All(target => target.When.Count > 0))
        {
            var taken = string.Join(" or ", plan.Targets.Select((_, number) => $"take{number}"));
            var ignored = plan.Ignore.Count == 0 ? "false" : string.Join(" and ", plan.Ignore.Select(CellSql.Holds));
            yield return new RecordCheck("", $"not ({taken}) and not ({ignored})", "meets no target's condition in the profile", "null");
        }
    }

    private static string Members(ColumnMapping mapping)
    {
        var members = mapping.Dimensions.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => (member.Key, Text: CellSql.Text(member.Value))).ToList();
        var entries = string.Join(", ", members.Select(member => $"{{'key': {SqlSlots.Literal(member.Key)}, 'value': {member.Text}}}"));
        return $"(case when coalesce({string.Join(", ", members.Select(member => member.Text))}) is not null then map_from_entries(list_filter([{entries}], lambda entry: entry.value is not null)) end)";
    }

    private static IEnumerable<int> Used(LandingPlan plan) =>
        plan.Targets.SelectMany(target => target.When.Select(condition => condition.Index).Concat(target.Read.SelectMany(Indexes)))
            .Concat(plan.Ignore.Select(condition => condition.Index)).Distinct().Order();

    private static IEnumerable<int> Indexes(ColumnMapping mapping)
    {
        IReadOnlyList<int> own = mapping.Source switch
        {
            TextSource.Columns columns => columns.Indexes,
            TextSource.Joined joined => joined.Indexes,
            TextSource.LookedUp look => [look.Index],
            TextSource.Fingerprint print => print.Indexes,
            _ => [],
        };
        return own.Concat(mapping.Dimensions.SelectMany(member => Indexes(member.Value)));
    }

    private static string Columns(List<string> columns) => columns.Count == 0 ? "" : string.Join(",\n        ", columns) + ",";
}
