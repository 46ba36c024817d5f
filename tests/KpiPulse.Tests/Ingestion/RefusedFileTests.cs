using System.IO.Compression;
using System.Text;
using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

public sealed class RefusedFileTests : IDisposable
{
    private static readonly byte[] Tickets = Encoding.UTF8.GetBytes(IngestionFixture.Canonical
        + string.Concat(Enumerable.Range(0, 500).Select(number => $"T{number},2026-10-01T10:00:00Z,2026-10-01T09:00:{number % 60:00}Z,open,SG,Login {number * 7919}\n")));

    private readonly IngestionFixture fixture = new();

    [Fact]
    public void A_sound_gzip_loads() => Assert.Equal(500, fixture.Ingest("tickets.csv.gz", Packed()).Rows.Loaded);

    [Fact]
    public void A_gzip_that_was_cut_off_is_refused() => AssertRefused("tickets.csv.gz", Packed()[..^40], "cut off");

    [Fact]
    public void A_gzip_with_a_wrong_check_sum_is_refused()
    {
        var packed = Packed();
        packed[^6] ^= 255;

        AssertRefused("tickets.csv.gz", packed, "gzip");
    }

    [Fact]
    public void A_swelling_gzip_is_refused()
    {
        var rows = Encoding.UTF8.GetBytes(IngestionFixture.Canonical + new string('0', 64 << 20));

        AssertRefused("tickets.csv.gz", Packed(rows), "times its size");
    }

    [Fact]
    public void Plain_text_named_gz_is_refused() => AssertRefused("tickets.csv.gz", Tickets, "named as gzip");

    [Theory]
    [InlineData("", "empty")]
    [InlineData("%PDF-1.7\nx", "PDF")]
    [InlineData("<!doctype html><html><title>Sign in</title></html>", "web page")]
    [InlineData("ticket_id,created_at,status,created_at\nT1,2026-10-01T09:00:00Z,open,x\n", "names 'created_at' 2 times")]
    [InlineData("ticket_id,opened,status\nT1,2026-10-01T09:00:00Z,open\n", "'created_at'")]
    [InlineData("ticket_id,created_at,status\nT1,2026-10-01T09:00:00Z,open\nT2,\"2026-10-01T09:00:00Z,open\nT3,2026-10-01T09:00:00Z,open\n", "line 3")]
    public void What_is_no_export_is_refused_with_its_reason(string text, string reason) => AssertRefused("tickets.csv", Encoding.UTF8.GetBytes(text), reason);

    [Fact]
    public void A_link_is_not_followed()
    {
        var link = Path.Combine(fixture.Exports.Path, "tickets.csv");
        File.CreateSymbolicLink(link, fixture.Exports.File("elsewhere.csv", Encoding.UTF8.GetString(Tickets)));

        var file = fixture.IngestPaths(link).Files[0];

        Assert.Equal(IngestStatus.Refused, file.Status);
        Assert.Contains("link", file.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tickets-x[1]*.csv")]
    [InlineData("tickets-'); DROP TABLE tickets; --.csv")]
    [InlineData("tickets-a b\tc.csv")]
    [InlineData("tickets-<img src=x onerror=KPWN()>.csv")]
    public void A_hostile_name_is_only_a_name(string name)
    {
        Assert.Equal(500, fixture.Ingest(name, Tickets).Rows.Loaded);
        Assert.Equal([name], fixture.Ask<string>("select file_name from received_files"));
    }

    [Fact]
    public void A_refused_file_is_judged_anew_once_a_profile_knows_it()
    {
        var text = "nummer,angelegt\n1,2026-10-01 09:00\n";
        Assert.Equal(IngestStatus.Refused, fixture.Ingest("tickets.csv", text).Status);
        fixture.Profile("""
            { "id": "amt", "takes": {}, "time_zone": "Europe/Berlin", "source_system": "amt",
              "targets": [{ "table": "tickets", "columns": { "ticket_id": "nummer", "created_at": "angelegt", "status": { "constant": "open" } } }] }
            """);

        Assert.Equal(IngestStatus.Loaded, fixture.Ingest("tickets.csv", text).Status);
        Assert.Equal(["loaded"], fixture.Ask<string>("select state from received_files"));
    }

    public void Dispose() => fixture.Dispose();

    private void AssertRefused(string name, byte[] bytes, string reason)
    {
        var file = fixture.Ingest(name, bytes);

        Assert.Equal(IngestStatus.Refused, file.Status);
        Assert.Contains(reason, file.Reason, StringComparison.Ordinal);
        Assert.Equal(0, fixture.Count("tickets"));
        Assert.Equal(["refused"], fixture.Ask<string>("select state from received_files"));
    }

    private static byte[] Packed(byte[]? bytes = null)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes ?? Tickets);
        return packed.ToArray();
    }
}
