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
        var reading = Recognition.Recognise(file.FileName, head, facts, profiles, file.Source);
        var path = file.Path;
        if (Gzip.IsGzip(facts))
            facts = Gzip.Unpack(path, file.FileName, path = Place(file, ".unpacked"));
        if (head.EncodingOf(reading.Profile.File.Format.Encoding) is { } encoding)
            facts = TextEncodings.Recode(path, encoding, path = Place(file, ".utf8"));

        var (staged, layout) = new CsvFile(path, file.FileName, facts, reading.Header).Stage(Place(file, ".csv"));
        return new StagedExport(reading.Profile, reading.Translation, staged, layout);
    }

    public void Remove(ArchivedFile file)
    {
        foreach (var path in Directory.EnumerateFiles(folder, file.Sha256 + ".*"))
            File.Delete(path);
    }

    public void Sweep()
    {
        foreach (var path in Directory.EnumerateFiles(folder))
            File.Delete(path);
    }

    private string Place(ArchivedFile file, string extension) => Path.GetFullPath(Path.Combine(folder, file.Sha256 + extension));
}
