using KpiPulse.Ingestion.Profiles;

namespace KpiPulse.Ingestion.Formats;

/// <summary>Which profile takes a file, by its name and its header; if none, why.</summary>
internal static class Recognition
{
    /// <exception cref="FileRefusedException">No profile takes it, or several do.</exception>
    public static HeaderReading OfText(string fileName, TextHead head, ByteFacts facts, SourceProfiles profiles, string? source)
    {
        RefuseWhatIsNoText(fileName, head, facts);
        return Best(fileName, profiles, source, ["csv"], head.Read);
    }

    /// <summary>For formats that name their columns themselves.</summary>
    public static HeaderReading OfNames(string fileName, IReadOnlyList<string> names, SourceProfiles profiles, string? source, params string[] formats) =>
        Best(fileName, profiles, source, formats, profile => new HeaderReading(profile, new CsvHeader(names, CsvDialect.Plain, 1, 2, 0), ProfileTranslation.Of(profile, names)));

    /// <summary>Each profile looks for its header in the sheet that it names.</summary>
    public static HeaderReading OfWorkbook(Workbook workbook, string fileName, SourceProfiles profiles, string? source)
    {
        try
        {
            return Best(fileName, profiles, source, ["xlsx"], workbook.Read);
        }
        catch (FileRefusedException refusal) when (workbook.MissingSheets.Count > 0)
        {
            throw new FileRefusedException($"{refusal.Message} It has no sheet {string.Join(", ", workbook.MissingSheets.Select(sheet => $"'{sheet}'"))}, which a profile asks for in format.sheet.", refusal);
        }
    }

    private static HeaderReading Best(string fileName, SourceProfiles profiles, string? source, string[] formats, Func<SourceProfile, HeaderReading?> read)
    {
        var candidates = (source is null ? profiles.All.Where(profile => profile.TakesName(fileName)) : [profiles.Named(source)])
            .Where(profile => formats.Contains(profile.File.Format.Type)).Select(read).OfType<HeaderReading>().ToList();
        var fitting = candidates.Where(reading => reading.Translation.Missing.Count == 0)
            .OrderByDescending(reading => reading.Translation.UsedColumns)
            .ThenByDescending(reading => reading.Profile.NameCloseness(fileName))
            .ThenBy(reading => reading.Profile.IsShipped)
            .ToList();
        if (fitting is [])
            throw new FileRefusedException(NobodyTakesIt(fileName, candidates) + (profiles.Faults.Count > 0 ? " Profiles that cannot be used: " + string.Join(" ", profiles.Faults) : ""));
        if (fitting is [var first, var second, ..] && first.Translation.UsedColumns == second.Translation.UsedColumns
            && first.Profile.NameCloseness(fileName) == second.Profile.NameCloseness(fileName) && first.Profile.IsShipped == second.Profile.IsShipped)
        {
            throw new FileRefusedException($"{fileName} fits the profiles '{first.Profile.Id}' and '{second.Profile.Id}' alike. Name one with --source, or narrow takes.name in one of them.");
        }

        var names = fitting[0].Header.Names;
        if (names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FileRefusedException($"{fileName}, line {fitting[0].Header.HeaderLine}: the header names '{twice.Key}' {twice.Count()} times, so its values cannot be told apart. Export it with one column of that name.");
        return fitting[0];
    }

    private static void RefuseWhatIsNoText(string fileName, TextHead head, ByteFacts facts)
    {
        if (facts.Bytes == 0)
            throw new FileRefusedException($"{fileName} is empty (0 bytes). The export may have been interrupted; run it again.");
        if (head.StartsWith("%PDF"u8))
            throw new FileRefusedException($"{fileName} is a PDF, whatever its name says. Export the data as CSV.");
        if (head.LooksLikeHtml)
            throw new FileRefusedException($"{fileName} is a web page, not an export: the session of the export tool has probably ended. Sign in there and export again.");
        if (head.LooksLikeUtf16WithoutMark)
            throw new FileRefusedException($"{fileName} looks like UTF-16 without a byte order mark. Save it as UTF-8, or declare format.encoding (utf-16le, utf-16be) in its profile.");
        if (fileName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && !Gzip.IsGzip(facts))
            throw new FileRefusedException($"{fileName} is named as gzip but is none. Drop it without .gz if it is a plain file.");
    }

    private static string NobodyTakesIt(string fileName, List<HeaderReading> candidates)
    {
        var nearest = candidates.Where(reading => reading.Translation.UsedColumns > 0).OrderBy(reading => reading.Translation.Missing.Count)
            .ThenByDescending(reading => reading.Translation.UsedColumns).FirstOrDefault();
        var hint = nearest is null
            ? "No profile knows its header."
            : $"Nearest is the profile '{nearest.Profile.Id}', which misses the column{(nearest.Translation.Missing.Count > 1 ? "s" : "")} {string.Join(", ", nearest.Translation.Missing.Select(name => $"'{name}'"))} in line {nearest.Header.HeaderLine}.";
        return $"No source profile takes {fileName}. {hint} `kpipulse sources check` proposes a profile; put it into the data folder's sources/, or add the column's new name to aliases of the profile.";
    }
}
