using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion.Profiles;

/// <summary>What JSON alone cannot say: names that must exist, values that must fit together. Everything wrong is told at once.</summary>
internal static class ProfileRules
{
    private static readonly string[] Bases = ["events", "timestamps", "due_at", "declared"];
    private const int MostLines = 1000;
    private static readonly string[] Formats = ["csv", "json_lines", "json", "xlsx", "parquet"];

    public static void Check(SourceProfile profile, string text)
    {
        var file = profile.File;
        List<string> faults = [];
        Expect(Bases.Contains(file.SlaBasis), file.SlaBasis, $"sla_basis '{file.SlaBasis}' is none of {string.Join(", ", Bases)}");
        Expect(Formats.Contains(file.Format.Type), file.Format.Type, $"format type '{file.Format.Type}' is none of {string.Join(", ", Formats)}");
        Expect(file.Format is { SkipLines: >= 0 and <= MostLines, HeaderWithin: >= 0 and <= MostLines, FooterLines: >= 0 and <= MostLines }, "format", $"skip_lines, header_within and footer_lines are numbers from 0 to {MostLines}");
        Expect(file.MaxRejectedShare is >= 0 and <= 1, "max_rejected_share", "max_rejected_share is a share between 0 and 1");
        Expect(file.Targets.Count > 0, "targets", "a profile without targets fills nothing");
        CheckZone(file.TimeZone);
        CheckZone(file.Expected?.TimeZone);
        Expect(file.Expected?.Fault is null, "expected", file.Expected?.Fault ?? "");
        foreach (var delimiter in file.Format.Delimiter.Append(file.Format.Quote).Append(file.Format.Escape ?? file.Format.Quote))
            Expect(delimiter.Length == 1 && char.IsAscii(delimiter[0]), "format", $"'{delimiter}' is not one ASCII character (delimiter, quote, escape)");
        foreach (var target in file.Targets)
            CheckTarget(target);
        if (faults.Count > 0)
            throw new ProfileException($"{profile.Path}: {string.Join("; ", faults)}. sources/README.md explains each member.");

        void CheckTarget(TargetPart target)
        {
            if (CanonicalTables.Find(target.Table) is not { } table)
            {
                Expect(false, target.Table, $"there is no canonical table '{target.Table}'; there are {string.Join(", ", CanonicalTables.All.Select(known => known.Name))}");
                return;
            }

            foreach (var (name, column) in target.Columns.Concat(target.ForEach.SelectMany(each => each.Columns)))
            {
                Expect(table.Column(name) is { Type: not CanonicalType.Dimensions }, name, $"{target.Table} has no column '{name}'");
                if (table.Column(name) is { } known)
                    CheckColumn(known, name, column);
            }

            Expect(target.EachDayUntil is null || target.Columns.ContainsKey("on_date"), "each_day_until", $"each_day_until of {target.Table} needs on_date, the first of the days");
            Expect(target.Extra.Count == 0 || table.Column("extra") is not null, "extra", $"{target.Table} takes no extra dimensions, tickets does");
            var given = target.Columns.Keys.Concat(target.ForEach.SelectMany(each => each.Columns.Keys)).ToHashSet(StringComparer.Ordinal);
            foreach (var column in table.Columns.Where(column => column.Required && !given.Contains(column.Name) && !target.SameNames))
                Expect(column.Name == "source_system" && file.SourceSystem is not null, target.Table, $"{target.Table} needs {column.Name}, which the target does not give");
            foreach (var pair in target.InOrder)
                Expect(pair.Count == 2 && pair.All(name => table.Column(name)?.Type == CanonicalType.Instant), "in_order", $"in_order of {target.Table} takes pairs of its instants");
        }

        void CheckColumn(CanonicalColumn column, string name, ColumnPart part)
        {
            var origins = (part.From.Count > 0 ? 1 : 0) + (part.Constant is not null ? 1 : 0) + (part.Fingerprint is not null ? 1 : 0);
            Expect(origins == 1, name, $"{name} comes from exactly one of from, constant and fingerprint");
            Expect(part.Unmapped is "keep" or "reject" or "no_value", name, $"unmapped of {name} is keep, reject or no_value");
            Expect(part.Case is null or "lower" or "upper", name, $"case of {name} is lower or upper");
            Expect(part.MinuteOfWeek is null or "day" or "time", name, $"minute_of_week of {name} is day or time");
            Expect(part.LookUp is null || (part.From.Count == 1 && part.Join is null), name, $"{name} looks up what one column names");
            CheckZone(part.TimeZone);
            if (column.Closed is { } closed)
            {
                foreach (var value in (part.Map?.Values ?? []).Append(part.Constant).Append(part.Default).OfType<string>())
                    Expect(closed.Contains(value), value, $"{name} can be {string.Join(", ", closed)}, not '{value}'");
            }

            if (column.Type is not (CanonicalType.Instant or CanonicalType.Day))
                return;
            try
            {
                var patterns = part.Dates ?? file.Dates;
                _ = DatePattern.Shape(patterns, null);
                var needsZone = column.Type == CanonicalType.Instant && patterns.Any(pattern => pattern != "iso" && !DatePattern.NamesItsOffset(pattern));
                Expect(!needsZone || (part.TimeZone ?? file.TimeZone) is not null, name, $"the times of {name} name no offset: say their IANA zone in time_zone");
            }
            catch (FormatException failure)
            {
                Expect(false, name, failure.Message);
            }
        }

        // Abbreviations are ambiguous and never parsed (C2).
        void CheckZone(string? zone) =>
            Expect(zone is null || zone == "UTC" || (zone.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)), zone ?? "", $"'{zone}' is no IANA time zone such as Asia/Singapore");

        void Expect(bool holds, string word, string fault)
        {
            if (!holds)
                faults.Add($"{Place(text, word)}{fault}");
        }
    }

    /// <summary>Where a word first stands in the file.</summary>
    private static string Place(string text, string word)
    {
        var at = text.IndexOf('"' + word + '"', StringComparison.Ordinal);
        if (at < 0)
            return "";

        var before = text.AsSpan(0, at);
        return $"line {before.Count('\n') + 1}, column {at - before.LastIndexOf('\n')}: ";
    }
}
