using System.Globalization;
using CsCheck;
using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

public sealed class ArrivalOrderTests
{
    private const string Older = IngestionFixture.Canonical + "T1,2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\nT2,2026-10-01T10:00:00Z,2026-10-01T09:30:00Z,open,SG,Login\n";
    private const string Newer = IngestionFixture.Canonical + "T2,2026-10-02T10:00:00Z,2026-10-01T09:30:00Z,solved,SG,Login\nT3,2026-10-02T10:00:00Z,2026-10-02T09:30:00Z,open,MY,Login\n";

    [Fact]
    public void The_same_file_again_changes_nothing()
    {
        using var fixture = new IngestionFixture();
        fixture.Ingest("tickets-a.csv", Older);
        var version = fixture.Temp.Warehouse.DataVersion;

        var again = fixture.Ingest("tickets-renamed.csv", Older);

        Assert.Equal(IngestStatus.Unchanged, again.Status);
        Assert.Equal(RowCounts.None, again.Rows);
        Assert.Equal(version, fixture.Temp.Warehouse.DataVersion);
        Assert.Equal(1, fixture.Count("received_files"));
    }

    [Theory]
    [InlineData("AB")]
    [InlineData("BA")]
    [InlineData("AAB")]
    [InlineData("BAB")]
    public void The_newest_version_wins_in_any_order(string order)
    {
        using var fixture = new IngestionFixture();
        foreach (var (letter, at) in order.Select((letter, at) => (letter, at)))
            fixture.Ingest($"tickets-{at}.csv", letter == 'A' ? Older : Newer);

        Assert.Equal(["T1 open", "T2 solved", "T3 open"], fixture.Ask<string>("select ticket_id || ' ' || status from tickets order by ticket_id"));
    }

    [Fact]
    public void Replaced_rows_are_counted_among_the_loaded()
    {
        using var fixture = new IngestionFixture();
        fixture.Ingest("tickets-a.csv", Older);

        var newer = fixture.Ingest("tickets-b.csv", Newer);

        Assert.Equal(new RowCounts(2, 2, 1, 0), newer.Rows);
        Assert.Equal(2, newer.Targets["tickets"]);
    }

    [Fact]
    public void The_same_key_twice_in_a_file_takes_the_newest_version_then_the_later_line()
    {
        using var fixture = new IngestionFixture();

        var file = fixture.Ingest("tickets.csv", IngestionFixture.Canonical
            + "T1,2026-10-03T00:00:00Z,2026-10-01T09:00:00Z,solved,SG,A\nT1,2026-10-02T00:00:00Z,2026-10-01T09:00:00Z,open,SG,A\n"
            + "T2,2026-10-02T00:00:00Z,2026-10-01T09:00:00Z,open,SG,A\nT2,2026-10-02T00:00:00Z,2026-10-01T09:00:00Z,hold,SG,A\n");

        Assert.Equal(new RowCounts(4, 4, 0, 0), file.Rows);
        Assert.Equal(["T1 solved", "T2 hold"], fixture.Ask<string>("select ticket_id || ' ' || status from tickets order by ticket_id"));
    }

    [Fact]
    public void Overlapping_exports_end_in_one_table_whatever_the_order_and_so_does_a_rebuild() =>
        Gen.Int[2, 5].SelectMany(files => Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 2], (ticket, version, status) => (ticket, version, status)).Array[1, 8].Array[files])
            .Sample(
                exports =>
                {
                    var forward = Hashes([.. exports], rebuild: true);
                    var backward = Hashes([.. exports.Reverse()], rebuild: false);
                    Assert.Equal(forward, backward);
                },
                iter: 4, threads: 1);

    private static string Hashes((int Ticket, int Version, int Status)[][] exports, bool rebuild)
    {
        using var fixture = new IngestionFixture();
        foreach (var (rows, at) in exports.Select((rows, at) => (rows, at)))
        {
            // One version of a ticket once per export, as exports are.
            var lines = rows.DistinctBy(row => row.Ticket).Select(row => string.Create(CultureInfo.InvariantCulture,
                $"T{row.Ticket},2026-10-0{row.Version + 1}T00:00:00Z,2026-10-01T00:00:00Z,{(row.Status == 0 ? "open" : row.Status == 1 ? "hold" : "solved")},SG,Login"));
            fixture.Ingest($"tickets-{at}.csv", IngestionFixture.Canonical + string.Join('\n', lines) + '\n');
        }

        var hash = fixture.HashOf("tickets");
        if (rebuild)
        {
            fixture.Rebuild();
            Assert.Equal(hash, fixture.HashOf("tickets"));
        }

        return hash;
    }
}
