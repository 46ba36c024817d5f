using System.Text;
using KpiPulse.Ingestion.Formats;
using KpiPulse.Ingestion.Profiles;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion;

/// <summary>A recognised file, ready for the warehouse to read.</summary>
internal sealed record StagedExport(SourceProfile Profile, ProfileTranslation Translation, StagedFile File, RecordLayout Layout);

/// <summary>
/// The one folder that DuckDB may read exports from. Files in it are named by their hash: a name such as <c>x[1]*.csv</c> would make DuckDB
/// read other files (measured). What is left over from a crash is swept at the start.
/// </summary>
internal sealed class Staging(string folder)
{
    public StagedExport Stage(ArchivedFile file, ByteFacts facts, SourceProfiles profiles)
    {
        var head = TextHead.Of(file.Path, facts);
        if (head.IsZip)
            return Workbook(file, Unpacked(file, ref facts), profiles);
        if (head.IsJson)
            return Json(file, new JsonRows(Unpacked(file, ref facts), file.FileName), profiles);
        if (head.IsParquet)
            return Parquet(file, Unpacked(file, ref facts), profiles);

        var reading = Recognition.OfText(file.FileName, head, facts, profiles, file.Source);
        var path = Unpacked(file, ref facts);
        var holdsNoText = false;
        if (head.EncodingOf(reading.Profile.File.Format.Encoding) is { } encoding)
            (facts, holdsNoText) = TextEncodings.Recode(path, encoding, path = Place(file, ".utf8"));

        var csv = new CsvFile(path, file.FileName, facts, reading.Header) { HoldsNoText = holdsNoText, FooterLines = reading.Profile.File.Format.FooterLines };
        var (staged, layout) = csv.Stage(Place(file, ".csv"));
        return new StagedExport(reading.Profile, reading.Translation, staged, layout);
    }

    private StagedExport Workbook(ArchivedFile file, string path, SourceProfiles profiles)
    {
        var workbook = new Workbook(path, file.FileName);
        var reading = Recognition.OfWorkbook(workbook, file.FileName, profiles, file.Source);
        return Tabular(file, workbook.Below(reading), reading);
    }

    private StagedExport Json(ArchivedFile file, JsonRows rows, SourceProfiles profiles) =>
        Tabular(file, rows, Recognition.OfNames(file.FileName, rows.Names(), profiles, file.Source, "json", "json_lines"));

    private StagedExport Tabular(ArchivedFile file, ITabularRows rows, HeaderReading reading)
    {
        var (staged, layout) = new TabularFile(rows, reading.Header.Names).Stage(Place(file, ".csv"));
        return new StagedExport(reading.Profile, reading.Translation, staged, layout);
    }

    private StagedExport Parquet(ArchivedFile file, string from, SourceProfiles profiles)
    {
        var linked = Place(file, ".parquet");
        DurableFiles.Link(from, linked);
        var path = Place(file, ".rows");
        ParquetFile.Unpack(linked, file.FileName, path);

        CsvHeader header;
        var facts = ByteFacts.Of(path);
        using (var stream = File.OpenRead(path))
        {
            var records = new RecordReader(stream, CsvDialect.Plain);
            records.Read();
            header = new CsvHeader(RecordReader.Values(records.Content, CsvDialect.Plain, Encoding.UTF8), CsvDialect.Plain, records.Line, records.NextLine, records.NextOffset);
        }

        var reading = Recognition.OfNames(file.FileName, header.Names, profiles, file.Source, "parquet");
        var (staged, layout) = new CsvFile(path, file.FileName, facts, header).Stage(Place(file, ".csv"));
        return new StagedExport(reading.Profile, reading.Translation, staged, layout);
    }

    private string Unpacked(ArchivedFile file, ref ByteFacts facts)
    {
        if (!Gzip.IsGzip(facts))
            return file.Path;
        var unpacked = Place(file, ".unpacked");
        facts = Gzip.Unpack(file.Path, file.FileName, unpacked);
        return unpacked;
    }

    public void Remove(ArchivedFile file)
    {
        foreach (var path in Directory.EnumerateFiles(folder, file.Sha256 + ".*"))
            File.Delete(path);
    }

    public void Sweep()
    {
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private string Place(ArchivedFile file, string extension) => Path.GetFullPath(Path.Combine(folder, file.Sha256 + extension));
}
