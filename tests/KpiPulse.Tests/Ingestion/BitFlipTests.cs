using System.Globalization;
using System.IO.Compression;
using System.Text;
using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>
/// Three flipped bits anywhere in a file. Whatever follows, the process stands and the warehouse is sound; what gzip and XLSX load is what was
/// sent. KPIPULSE_BIT_FLIPS says how many files of each kind; a few by default.
/// </summary>
public sealed class BitFlipTests : IDisposable
{
    private static readonly int Files = int.TryParse(Environment.GetEnvironmentVariable("KPIPULSE_BIT_FLIPS"), CultureInfo.InvariantCulture, out var files) ? files : 12;

    private readonly IngestionFixture fixture = new();

    public BitFlipTests()
    {
        foreach (var format in (string[])["csv", "xlsx", "parquet"])
        {
            fixture.Profile($$"""
                { "id": "flip-{{format}}", "takes": { "name": ["flip*"], "columns": ["note"] }, "time_zone": "UTC", "source_system": "flip", "max_rejected_share": 0.5, "format": { "type": "{{format}}" },
                  "targets": [{ "table": "tickets", "columns": { "ticket_id": "id", "created_at": "opened", "status": { "constant": "open" }, "contact_reason": "note" } }] }
                """, $"{format}.json");
        }
    }

    [Fact]
    public void Gzip_is_whole_or_refused() => Flip("flip.csv.gz", Gzipped(), mayBeMisread: false);

    [Fact]
    public void A_workbook_is_whole_or_refused() => Flip("flip.xlsx", Workbook(), mayBeMisread: false);

    [Fact]
    public void Parquet_never_takes_the_process_down() => Flip("flip.parquet", Parquet(), mayBeMisread: true);

    [Fact]
    public void A_sound_file_of_each_kind_loads_the_same_rows()
    {
        List<string> hashes = [];
        foreach (var (name, bytes) in ((string, byte[])[])[("flip.csv.gz", Gzipped()), ("flip.xlsx", Workbook()), ("flip.parquet", Parquet())])
        {
            using var _ = fixture.Temp.Warehouse.Read();
            var file = fixture.Ingest(name, bytes);
            Assert.True(file.Status == IngestStatus.Loaded, $"{name}: {file.Reason}");
            Assert.Equal(new RowCounts(400, 400, hashes.Count == 0 ? 0 : file.Rows.Updated, 0), file.Rows);
            hashes.Add(fixture.HashOf("tickets", "file_id, line_no, version_at"));
        }

        Assert.Single(hashes.Distinct());
    }

    public void Dispose() => fixture.Dispose();

    private void Flip(string name, byte[] sound, bool mayBeMisread)
    {
        var random = new Random(20261116);
        List<string> wrong = [];
        for (var number = 0; number < Files; number++)
        {
            var bytes = sound.ToArray();
            for (var bit = 0; bit < 3; bit++)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));

            var file = fixture.Ingest(name, bytes);
            Assert.Equal(file.Rows.Offered, file.Rows.Loaded + file.Rows.Rejected);
            if (file.Status == IngestStatus.Refused)
                Assert.False(string.IsNullOrWhiteSpace(file.Reason));
            else if (Misread() is > 0 and var rows)
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"file {number}: {rows} rows"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {fixture.Ask<long>("select count(*) from received_files where state = 'loaded'")[0]} of {Files} loaded, misread: {string.Join(", ", wrong)}");
        Assert.True(mayBeMisread || wrong.Count == 0, string.Join("; ", wrong));
        Assert.Empty(new Examination(fixture.Temp.Warehouse).Run());
    }

    /// <summary>Rows in the warehouse that nobody sent.</summary>
    private long Misread() => fixture.Ask<long>("""
        select count(*) from tickets
        where contact_reason is distinct from 'note ' || ticket_id or created_at <> timestamp '2026-10-01 09:00:00' + to_minutes(cast(try_cast(ticket_id as integer) as bigint))
        """)[0];

    private static IEnumerable<(string Id, string Opened, string Note)> Rows() => Enumerable.Range(1, 400).Select(number =>
        (number.ToString(CultureInfo.InvariantCulture), new DateTime(2026, 10, 1, 9, 0, 0).AddMinutes(number).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), $"note {number}"));

    private static byte[] Gzipped()
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes("id,opened,note\n" + string.Concat(Rows().Select(row => $"{row.Id},{row.Opened},{row.Note}\n"))));
        return to.ToArray();
    }

    private static byte[] Workbook()
    {
        using var to = new MemoryStream();
        using (var zip = new ZipArchive(to, ZipArchiveMode.Create))
        {
            Part(zip, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
            Part(zip, "_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Part(zip, "xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            Part(zip, "xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            var rows = Rows().Prepend(("id", "opened", "note")).Select((row, at) => $"""<row r="{at + 1}">{Cell('A', at, row.Item1)}{Cell('B', at, row.Item2)}{Cell('C', at, row.Item3)}</row>""");
            Part(zip, "xl/worksheets/sheet1.xml", $"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{string.Concat(rows)}</sheetData></worksheet>""");
        }

        return to.ToArray();
    }

    private static string Cell(char column, int row, string text) => string.Create(CultureInfo.InvariantCulture, $"""<c r="{column}{row + 1}" t="inlineStr"><is><t>{text}</t></is></c>""");

    private static void Part(ZipArchive zip, string name, string text)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private byte[] Parquet()
    {
        var path = Path.Combine(Path.GetFullPath(fixture.Temp.Options.StagingFolder), "made.parquet");
        using (var session = fixture.Temp.Warehouse.Read())
            session.Run("test", $"copy (select range as id, timestamp '2026-10-01 09:00:00' + to_minutes(range) as opened, 'note ' || range as note from range(1, 401)) to '{path}' (format parquet)");
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}
