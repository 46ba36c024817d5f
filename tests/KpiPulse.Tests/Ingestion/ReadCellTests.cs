using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>Cells take a short way through the reader where they can; it must end where the long one does.</summary>
public sealed class ReadCellTests : IDisposable
{
    private readonly IngestionFixture fixture = new();

    [Theory]
    [InlineData(" ", " ")]
    [InlineData("  ", "")]
    [InlineData("", "\t")]
    [InlineData("\t", "")]
    [InlineData("\u00a0", "")]
    [InlineData("", "\u00a0")]
    [InlineData("", " \u00a0 ")]
    [InlineData("\ufeff", "\ufeff")]
    [InlineData("\n", "")]
    [InlineData("", "\n")]
    [InlineData("", "\r\n")]
    public void Padding_of_any_kind_is_cut(string before, string after)
    {
        var file = fixture.Ingest("tickets.csv", IngestionFixture.Canonical +
            $"\"{before}T1{after}\",2026-10-01T10:00:00Z,\"{before}2026-10-01T09:00:00Z{after}\",open,\"{before}싱가포르{after}\",\"{before}{after}\"\n");

        Assert.Equal(new RowCounts(1, 1, 0, 0), file.Rows);
        Assert.Equal(["T1|2026-10-01 09:00:00|싱가포르|none"], fixture.Ask<string>("select concat_ws('|', ticket_id, created_at, market, coalesce(lob, 'none')) from tickets"));
    }

    [Fact]
    public void Blanks_in_an_unquoted_file_of_plain_lines_are_cut()
    {
        fixture.Ingest("tickets.csv", IngestionFixture.Canonical + " T1 ,2026-10-01T10:00:00Z, 2026-10-01T09:00:00Z ,open , SG,   \n");

        Assert.Equal(["T1|SG|none"], fixture.Ask<string>("select concat_ws('|', ticket_id, market, coalesce(lob, 'none')) from tickets"));
    }

    [Theory]
    [InlineData("2026-10-01T09:00:00Z", "2026-10-01 09:00:00")]
    [InlineData("2026-10-01T09:00:00z", null)]
    [InlineData("2026-10-01 09:00:00Z", "2026-10-01 09:00:00")]
    [InlineData("2026-10-01T09:00:00.7Z", "2026-10-01 09:00:00")]
    [InlineData("2026-10-01T09:0:00.7Z", "2026-10-01 09:00:00")]
    [InlineData("2026-10-01T09:00:00+08:00", "2026-10-01 01:00:00")]
    [InlineData("2026-10-01T09:00:00-0330", "2026-10-01 12:30:00")]
    [InlineData("2026-10-01T09:00:00", "2026-10-01 09:00:00")]
    [InlineData("2026-10-01 09:00", "2026-10-01 09:00:00")]
    [InlineData("2026-02-30T09:00:00Z", null)]
    [InlineData("2026-10-01T25:00:00Z", null)]
    [InlineData("2026-10-01T09:00+08Z", null)]
    [InlineData("2026-10-01T09:00:0 Z", null)]
    public void A_time_is_the_same_instant_whichever_way_it_is_read(string text, string? instant)
    {
        var file = fixture.Ingest("tickets.csv", IngestionFixture.Canonical + $"T1,,{text},open,SG,Login\n");

        Assert.Equal(instant is null ? IngestStatus.Refused : IngestStatus.Loaded, file.Status);
        Assert.Equal(instant is null ? [] : [instant], fixture.Ask<string>("select cast(created_at as varchar) from tickets"));
    }

    public void Dispose() => fixture.Dispose();
}
