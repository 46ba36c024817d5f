using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

public sealed class ReplayTests : IDisposable
{
    private const string Export = "id,opened,state\n1,2026-10-01 09:00,done\n2,2026-10-01 09:00,weird\n3,2026-10-01 09:00,done\n";

    private readonly IngestionFixture fixture = new();

    public ReplayTests() => Profile("""{ "done": "solved" }""", 0.9);

    [Fact]
    public void A_better_profile_lands_what_was_rejected_under_the_same_number()
    {
        Assert.Equal(new RowCounts(3, 2, 0, 1), fixture.Ingest("desk.csv", Export).Rows);
        Profile("""{ "done": "solved", "weird": "hold" }""", 0.9);

        var again = fixture.Ingestion.Replay(1);

        Assert.Equal((IngestStatus.Loaded, new RowCounts(3, 3, 0, 0)), (again.Status, again.Rows));
        Assert.Equal(["1 solved 1", "2 hold 1", "3 solved 1"], Tickets());
        Assert.Equal(0, fixture.Count("rejected_rows"));
        Assert.Equal(1, fixture.Count("received_files"));
        Assert.Equal(3, fixture.Count("fct_tickets"));
        Assert.Empty(new Examination(fixture.Temp.Warehouse).Run());
    }

    [Fact]
    public void A_refused_file_loads_once_its_profile_is_mended()
    {
        Profile("""{ "done": "solved" }""", 0.02);
        Assert.Equal(IngestStatus.Refused, fixture.Ingest("desk.csv", Export).Status);
        Profile("""{ "done": "solved" }""", 0.9);

        Assert.Equal(IngestStatus.Loaded, fixture.Ingestion.Replay(1).Status);
        Assert.Equal(["1 solved 1", "3 solved 1"], Tickets());
    }

    [Fact]
    public void A_profile_that_would_refuse_the_file_leaves_what_was_loaded()
    {
        fixture.Ingest("desk.csv", Export);
        var before = fixture.HashOf("tickets", except: "line_no");
        Profile("""{ "other": "solved" }""", 0.02);

        var again = fixture.Ingestion.Replay(1);

        Assert.Equal(IngestStatus.Refused, again.Status);
        Assert.Contains("What was loaded before stands", again.Reason, StringComparison.Ordinal);
        Assert.Equal(before, fixture.HashOf("tickets", except: "line_no"));
        Assert.Equal(["loaded"], fixture.Ask<string>("select state from received_files"));
        Assert.Equal(1, fixture.Count("rejected_rows"));
    }

    [Fact]
    public void Under_the_same_profile_nothing_changes_and_a_newer_files_rows_stay()
    {
        fixture.Ingest("tickets-a.csv", IngestionFixture.Canonical + "T1,2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\nT2,2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\n");
        fixture.Ingest("tickets-b.csv", IngestionFixture.Canonical + "T2,2026-10-02T10:00:00Z,2026-10-01T09:00:00Z,solved,SG,Login\n");
        var before = fixture.HashOf("tickets", except: "file_id");

        fixture.Ingestion.Replay(1);
        fixture.Ingestion.Replay(2);

        Assert.Equal(before, fixture.HashOf("tickets", except: "file_id"));
        Assert.Empty(new Examination(fixture.Temp.Warehouse).Run());
    }

    [Fact]
    public void A_file_that_left_the_archive_says_so()
    {
        fixture.Ingest("desk.csv", Export);
        Directory.Delete(Path.Combine(fixture.Temp.Options.DataFolder, "archive"), recursive: true);

        Assert.Contains("not in the archive", fixture.Ingestion.Replay(1).Reason, StringComparison.Ordinal);
        Assert.Equal(2, fixture.Count("tickets"));
    }

    public void Dispose() => fixture.Dispose();

    private IReadOnlyList<string> Tickets() => fixture.Ask<string>("select concat_ws(' ', ticket_id, status, file_id) from tickets order by ticket_id");

    private void Profile(string map, double share) => fixture.Profile($$"""
        { "id": "desk", "takes": { "name": ["desk*.csv"] }, "time_zone": "UTC", "source_system": "desk", "max_rejected_share": {{share.ToString(System.Globalization.CultureInfo.InvariantCulture)}},
          "targets": [{ "table": "tickets", "columns": { "ticket_id": "id", "created_at": "opened", "status": { "from": "state", "map": {{map}}, "unmapped": "reject" } } }] }
        """);
}
