using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

public sealed class ReferenceFileTests : IDisposable
{
    private const string Roster = "agent_id,team_id,tier,valid_from,valid_to\n";

    private readonly IngestionFixture fixture = new();

    [Fact]
    public void A_person_in_two_places_at_once_refuses_the_file_with_the_reason()
    {
        Assert.Equal(IngestStatus.Loaded, fixture.Ingest("roster-a.csv", Roster + "A1,T1,1,2026-01-01,\nA2,T1,1,2026-01-01,2026-03-01\nA2,T2,1,2026-03-01,\n").Status);

        var overlapping = fixture.Ingest("roster-b.csv", Roster + "A1,T2,1,2026-06-01,\n");

        Assert.Equal(IngestStatus.Refused, overlapping.Status);
        Assert.Contains("an agent is in one place at a time (agent_id = A1", overlapping.Reason, StringComparison.Ordinal);
        Assert.Equal(3, fixture.Count("roster"));
        Assert.Equal(IngestStatus.Loaded, fixture.Ingest("roster-c.csv", Roster + "A1,T1,1,2026-01-01,2026-06-01\nA1,T2,1,2026-06-01,\n").Status);
        Assert.Equal(4, fixture.Count("roster"));
    }

    [Fact]
    public void Two_promises_for_one_market_and_lob_at_once_refuse_the_file()
    {
        const string Policies = "policy_id,version,market,lob,calendar_id,pause_on_hold,valid_from,valid_to\n";

        var file = fixture.Ingest("sla_policies.csv", Policies + "P1,1,SG,*,24x7,false,2026-01-01T00:00:00Z,\nP2,1,SG,*,24x7,false,2026-02-01T00:00:00Z,\n");

        Assert.Equal(IngestStatus.Refused, file.Status);
        Assert.Contains("one policy version at a time", file.Reason, StringComparison.Ordinal);
        Assert.Equal(IngestStatus.Loaded, fixture.Ingest("sla_policies-b.csv", Policies + "P1,1,SG,*,24x7,false,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z\nP2,1,SG,*,24x7,false,2026-02-01T00:00:00Z,\n").Status);
    }

    [Fact]
    public void Two_versions_of_a_calendar_at_once_refuse_the_file()
    {
        const string Calendars = "calendar_id,version,time_zone,valid_from,valid_to\n";

        var file = fixture.Ingest("calendars.csv", Calendars + "DESK,1,Asia/Singapore,,\nDESK,2,Asia/Singapore,2026-06-01T00:00:00Z,\n");

        Assert.Equal(IngestStatus.Refused, file.Status);
        Assert.Contains("a calendar has one version at a time (calendar_id = DESK", file.Reason, StringComparison.Ordinal);
        Assert.Equal(IngestStatus.Loaded, fixture.Ingest("calendars-b.csv", Calendars + "DESK,1,Asia/Singapore,,2026-06-01T00:00:00Z\nDESK,2,Asia/Singapore,2026-06-01T00:00:00Z,\n").Status);
    }

    [Fact]
    public void A_local_time_that_occurred_twice_is_taken_as_the_later_and_flagged()
    {
        fixture.Profile("""
            { "id": "desk", "takes": { "name": ["desk*.csv"] }, "time_zone": "Australia/Sydney", "source_system": "desk",
              "targets": [{ "table": "tickets", "columns": { "ticket_id": "id", "created_at": "opened", "status": { "constant": "open" } } }] }
            """);

        fixture.Ingest("desk.csv", "id,opened\n1,2026-04-05 02:30\n2,2026-04-05 03:30\n3,2026-04-05 01:30\n");

        Assert.Equal([new TimeFlag("desk", "a local time that occurred twice, taken as the later", 1)], new ReceivedData(fixture.Temp.Warehouse).Flags());
        Assert.Equal(["2026-04-04 16:30:00"], fixture.Ask<string>("select cast(created_at as varchar) from tickets where ticket_id = '1'"));
    }

    public void Dispose() => fixture.Dispose();
}
