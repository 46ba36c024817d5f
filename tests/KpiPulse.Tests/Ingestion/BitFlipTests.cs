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
            hashes.Add(fixture.HashOf("tickets", "file_id, line_no, arrived_at"));
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

    private static byte[] Workbook() => Workbooks.Of(("Sheet1", Rows().Prepend(("id", "opened", "note")).Select(row => (IReadOnlyList<string?>)[Workbooks.Text(row.Item1), Workbooks.Text(row.Item2), Workbooks.Text(row.Item3)])));

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
