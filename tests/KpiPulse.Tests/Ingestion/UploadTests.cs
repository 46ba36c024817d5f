using System.Text;
using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

public sealed class UploadTests : IDisposable
{
    private readonly IngestionFixture fixture = new();

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\evil.csv", "evil.csv")]
    [InlineData("x[1]*.csv", "x_1_.csv")]
    [InlineData(".hidden", "hidden")]
    [InlineData("'; drop table tickets; --.csv", "_drop_table_tickets_--.csv")]
    [InlineData("/", "upload")]
    [InlineData("週次 report.csv", "_report.csv")]
    public void A_name_keeps_nothing_that_could_lead_anywhere(string name, string expected) => Assert.Equal(expected, Uploads.Harmless(name));

    [Fact]
    public async Task An_upload_goes_the_drop_folders_way_at_once()
    {
        var uploads = new Uploads(fixture.Temp.Warehouse, fixture.Ingestion);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(IngestionFixture.Canonical + "T1,2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\n"));

        await uploads.Receive("C:\\exports\\tickets.csv", content, TestContext.Current.CancellationToken);
        var run = fixture.IngestInbox();

        Assert.Equal(IngestStatus.Loaded, Assert.Single(run.Files).Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(fixture.Inbox, "uploads")));
    }

    [Fact]
    public async Task A_check_shows_the_first_rows_as_they_stand_and_as_they_would_land_and_keeps_nothing()
    {
        var uploads = new Uploads(fixture.Temp.Warehouse, fixture.Ingestion);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(IngestionFixture.Canonical + "T1,2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,nonsense,SG,Login\nT2,2026-10-01T10:00:00+08:00,2026-10-01T09:00:00Z,open,SG,\n"));

        var preview = await uploads.Check("tickets.csv", content, source: null, TestContext.Current.CancellationToken);

        Assert.Equal(new RowCounts(2, 1, 0, 1), preview.Rows);
        Assert.Equal(["In the file", "As tickets"], preview.Samples.Select(sample => sample.Title));
        Assert.Equal(2, preview.Samples[0].Rows.Count);
        var row = preview.Samples[1].Columns.Zip(Assert.Single(preview.Samples[1].Rows)).ToDictionary(pair => pair.First, pair => pair.Second);
        Assert.Equal(("3", "T2", "2026-10-01 02:00:00"), (row["line"], row["ticket_id"], row["source_updated_at"]));
        Assert.DoesNotContain("lob", row.Keys);
        Assert.Empty(Directory.EnumerateFileSystemEntries(fixture.Temp.Options.StagingFolder));
        Assert.Equal(0, fixture.Count("tickets"));
        Assert.Equal(0, fixture.Count("received_files"));
    }

    public void Dispose() => fixture.Dispose();
}
