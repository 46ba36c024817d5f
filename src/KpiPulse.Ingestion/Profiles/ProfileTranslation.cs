using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion.Profiles;

/// <summary>A profile laid over one header: which source column is which, and what is missing.</summary>
internal sealed class ProfileTranslation
{
    private readonly SourceProfile profile;
    private readonly Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private readonly HashSet<int> used = [];
    private readonly List<TextSource.LookedUp> lookUps = [];

    private ProfileTranslation(SourceProfile profile, IReadOnlyList<string> header)
    {
        this.profile = profile;
        for (var index = 0; index < header.Count; index++)
            places.TryAdd(header[index].Trim(), index);
        foreach (var name in profile.File.Takes.Columns)
            _ = Find(name, optional: false);

        var targets = profile.File.Targets.SelectMany(Targets).ToList();
        Missing = [.. missing];
        Plan = new LandingPlan(targets, profile.File.NoValue, [.. profile.File.IgnoreWhen.Select(Condition).OfType<RowCondition>()])
        {
            Source = new SourceFacts(profile.Id, profile.Sha256, profile.File.SlaBasis, profile.File.TimeZone),
            MaxRejectedShare = profile.File.MaxRejectedShare,
        };
        Missing = [.. missing];
        UsedColumns = used.Count;
        Unused = [.. header.Where((_, index) => !used.Contains(index))];
    }

    public LandingPlan Plan { get; }

    /// <summary>Columns that the profile needs and the header lacks.</summary>
    public IReadOnlyList<string> Missing { get; }

    public int UsedColumns { get; }

    public IReadOnlyList<string> Unused { get; }

    public static ProfileTranslation Of(SourceProfile profile, IReadOnlyList<string> header) => new(profile, header);

    private IEnumerable<TargetMapping> Targets(TargetPart target) => target.ForEach.Count == 0
        ? [Target(target, target.Columns, target.When)]
        : target.ForEach.Select(each => Target(target, target.Columns.Concat(each.Columns).ToDictionary(StringComparer.Ordinal), [.. target.When, .. each.When]));

    private TargetMapping Target(TargetPart target, IReadOnlyDictionary<string, ColumnPart> columns, IReadOnlyList<ConditionPart> when)
    {
        var table = CanonicalTables.Find(target.Table)!;
        List<ColumnMapping> mappings = [];
        foreach (var column in table.Columns)
        {
            if (PartOf(column, target, columns) is { } part && Mapping(column, part) is { } mapping)
                mappings.Add(mapping);
        }

        var members = target.Extra.Select(extra => KeyValuePair.Create(extra.Key, Mapping(new CanonicalColumn(extra.Key, CanonicalType.Text, Required: false), extra.Value)))
            .Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, member.Value!)).ToList();
        if (members.Count > 0)
            mappings.Add(new ColumnMapping(table.Column("extra")!, new TextSource.Columns([]), "extra") { Dimensions = members });
        return new TargetMapping(table, mappings, [.. when.Select(Condition).OfType<RowCondition>()], [.. target.InOrder.Select(pair => (pair[0], pair[1]))])
        {
            Until = target.EachDayUntil is { } until ? Mapping(table.Column("on_date")! with { Required = false }, columns["on_date"] with { From = [until], Constant = null }) : null,
        };
    }

    private ColumnPart? PartOf(CanonicalColumn column, TargetPart target, IReadOnlyDictionary<string, ColumnPart> columns)
    {
        if (columns.TryGetValue(column.Name, out var part))
            return part;
        if (column.Name == "source_system" && profile.File.SourceSystem is { } system)
            return new ColumnPart { Constant = system };
        if (column.Name == "source_updated_at" && target.LatestBy is { } latest)
            return latest;
        return target.SameNames && column.Type != CanonicalType.Dimensions ? new ColumnPart { From = [column.Name], Optional = !column.Required } : null;
    }

    private ColumnMapping? Mapping(CanonicalColumn column, ColumnPart part)
    {
        TextSource source;
        if (part.Constant is not null)
        {
            source = new TextSource.Constant(part.Constant);
        }
        else if (part.Fingerprint is not null)
        {
            source = new TextSource.Fingerprint([.. part.Fingerprint.Select(name => Find(name, part.Optional)).OfType<int>()]);
        }
        else
        {
            var indexes = part.From.Select(name => Find(name, part.Optional || part.From.Count > 1)).OfType<int>().ToList();
            if (indexes.Count == 0 && part.From.Count > 1 && !part.Optional)
                missing.Add(string.Join(" or ", part.From));
            if (indexes.Count == 0)
                return part.Default is null ? null : new ColumnMapping(column, new TextSource.Constant(part.Default), part.From[0]) { Time = Time(column, part) };
            source = part.LookUp is { } look ? LookedUp(indexes[0], look) : part.Join is null ? new TextSource.Columns(indexes) : new TextSource.Joined(indexes, part.Join);
        }

        return new ColumnMapping(column, source, part.From is [var first, ..] ? first : column.Name)
        {
            Steps = [.. Steps(part)],
            Default = part.Default,
            Trim = part.Trim,
            Closed = part.Only,
            Time = Time(column, part),
            TrueTokens = part.TrueTokens ?? profile.File.TrueTokens,
            FalseTokens = part.FalseTokens ?? profile.File.FalseTokens,
            NoValue = part.NoValue,
        };
    }

    private TextSource.LookedUp LookedUp(int index, LookUpPart part)
    {
        if (lookUps.FirstOrDefault(look => look.Index == index && look.In == part.In && look.Member == part.Value) is { } known)
            return known;
        var look = new TextSource.LookedUp(index, part.In, part.Value, $"look{lookUps.Count}");
        lookUps.Add(look);
        return look;
    }

    private TimeShape? Time(CanonicalColumn column, ColumnPart part) =>
        column.Type is CanonicalType.Instant or CanonicalType.Day ? DatePattern.Shape(part.Dates ?? profile.File.Dates, part.TimeZone ?? profile.File.TimeZone) : null;

    private static IEnumerable<TextStep> Steps(ColumnPart part)
    {
        if (part.CutPrefix is not null)
            yield return new TextStep.CutPrefix(part.CutPrefix);
        if (part.CutSuffix is not null)
            yield return new TextStep.CutSuffix(part.CutSuffix);
        if (part.After is not null)
            yield return new TextStep.After(part.After, Last: false);
        if (part.AfterLast is not null)
            yield return new TextStep.After(part.AfterLast, Last: true);
        if (part.Before is not null)
            yield return new TextStep.Before(part.Before, Last: false);
        if (part.BeforeLast is not null)
            yield return new TextStep.Before(part.BeforeLast, Last: true);
        foreach (var text in part.Remove)
            yield return new TextStep.Remove(text);
        if (part.Decimal is not null && part.Decimal != ".")
            yield return new TextStep.Replace(part.Decimal, ".");
        if (part.MinuteOfWeek is { } minutes)
            yield return new TextStep.MinuteOfWeek(minutes == "day");
        if (part.Case == "lower")
            yield return new TextStep.LowerCase();
        if (part.Case == "upper")
            yield return new TextStep.UpperCase();
        if (part.Map is not null)
        {
            var unmapped = part.Unmapped switch
            {
                "reject" => UnmappedValue.Reject,
                "no_value" => UnmappedValue.NoValue,
                _ => UnmappedValue.Keep,
            };
            yield return new TextStep.MapValues([.. part.Map], unmapped);
        }
    }

    private RowCondition? Condition(ConditionPart part)
    {
        if (Find(part.Column, optional: false) is not { } index)
            return null;
        if (part.In is not null)
            return new RowCondition(index, ConditionKind.In, part.In);
        return part.NotIn is not null
            ? new RowCondition(index, ConditionKind.NotIn, part.NotIn)
            : new RowCondition(index, part.Is == "missing" ? ConditionKind.Missing : ConditionKind.Present, []);
    }

    /// <summary>By name, else by one of its aliases; positions mean nothing.</summary>
    private int? Find(string name, bool optional)
    {
        foreach (var candidate in profile.File.Aliases.GetValueOrDefault(name, []).Prepend(name))
        {
            if (places.TryGetValue(candidate.Trim(), out var index))
            {
                used.Add(index);
                return index;
            }
        }

        if (!optional)
            missing.Add(name);
        return null;
    }
}
