using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

public sealed class ShippedProfileTests : IDisposable
{
    private readonly IngestionFixture fixture = new();

    [Fact]
    public void A_shopzilla_row_becomes_a_ticket_and_its_survey_answer()
    {
        var file = fixture.Ingest("export.csv", """
            Unique id,channel_name,category,Sub-category,Customer Remarks,Order_id,order_date_time,Issue_reported at,issue_responded,Survey_response_Date,Customer_City,Product_category,Item_price,connected_handling_time,Agent_name,Supervisor,Manager,Tenure Bucket,Agent Shift,CSAT Score
            a1,Inbound,Returns,Reverse Pickup Enquiry,,o1,15/07/2023 14:47,01/08/2023 08:55,01/08/2023 08:57,01-Aug-23,BETIA,Electronics,1099.0,,Cynthia Mills,William Park,John Smith,31-60,Morning,5
            a2,Outcall,Order Related,Delayed,"late, ""very"" late
            and rude",,,05/08/2023 23:10,04/08/2023 10:00,06-Aug-23,,,,,Dana Bridges,Mason Gupta,Jennifer Nguyen,On Job Training,Night,1

            """);

        Assert.Equal(IngestStatus.Loaded, file.Status);
        Assert.Equal("shopzilla", file.Source);
        Assert.Equal(new RowCounts(2, 2, 0, 0), file.Rows);
        Assert.Equal(["2023-08-01 03:25:00 2023-08-01 03:27:00 solved IN Returns Reverse Pickup Enquiry Inbound William Park Cynthia Mills"],
            fixture.Ask<string>("select concat_ws(' ', created_at, solved_at, status, market, lob, sub_reason, channel, team_id, agent_id) from tickets where ticket_id = 'a1'"));
        Assert.Equal(["{manager=John Smith, product=Electronics, shift=Morning, tenure=31-60}", "{manager=Jennifer Nguyen, shift=Night, tenure=On Job Training}"],
            fixture.Ask<string>("select cast(extra as varchar) from tickets order by ticket_id"));
        Assert.Equal(["2023-07-31 18:30:00 5/5", "2023-08-05 18:30:00 1/5"], fixture.Ask<string>("select concat(responded_at, ' ', score, '/', scale_max) from surveys order by ticket_id"));
        Assert.Equal("late, \"very\" late\nand rude", fixture.Ask<string>("select comment from surveys where ticket_id = 'a2'")[0].ReplaceLineEndings("\n"));
        Assert.Equal(["shopzilla timestamps Asia/Kolkata"], fixture.Ask<string>("select concat_ws(' ', source_id, sla_basis, time_zone) from sources"));
        Assert.Equal(4, fixture.Count("extra_dimensions"));
    }

    [Fact]
    public void A_baltimore_request_keeps_its_own_due_date()
    {
        var file = fixture.Ingest("311.csv", """
            SRRecordID,ServiceRequestNum,SRType,MethodReceived,CreatedDate,SRStatus,StatusDate,DueDate,CloseDate,Agency
            1,18-1,TRT-Traffic Signal Repairs,Phone,04/12/2018 11:11:26 AM,Closed (Duplicate),04/12/2018 12:45:48 PM,04/13/2018 11:11:26 AM,04/12/2018 12:45:47 PM,Transportation
            2,18-2,SW-Bulk-Scheduled,API,12/11/2017 02:43:56 AM,In Progress,12/11/2017 02:43:56 AM,03/11/2018 02:43:56 AM,,Solid Waste

            """);

        Assert.Equal(new RowCounts(2, 2, 0, 0), file.Rows);
        Assert.Equal(["closed 2018-04-12 15:11:26 2018-04-13 15:11:26 TRT Traffic Signal Repairs", "open 2017-12-11 07:43:56 2018-03-11 07:43:56 SW Bulk-Scheduled"],
            fixture.Ask<string>("select concat_ws(' ', status, created_at, resolution_due_at, lob, sub_reason) from tickets order by ticket_id desc").Order());
    }

    [Fact]
    public void Our_own_shape_takes_optional_columns_or_leaves_them()
    {
        fixture.Ingest("markets.csv", "market,time_zone\nSG,Asia/Singapore\n");
        var tickets = fixture.Ingest("tickets-2026-W40.csv", "status,created_at,ticket_id,product,is_test\nopen,2026-10-01T09:00:00+08:00,T1,Wallet,no\n");
        var events = fixture.Ingest("ticket_events.csv", "event_id,ticket_id,occurred_at,type,actor_type,is_public\nE1,T1,2026-10-01T01:00:00Z,created,end_user,true\nE2,T1,2026-10-01T01:00:00Z,comment,bot,\n");

        Assert.Equal(("kpipulse-tickets", 1L), (tickets.Source, tickets.Rows.Loaded));
        Assert.Equal(2, events.Rows.Loaded);
        Assert.Equal(["kpipulse T1 2026-10-01 01:00:00 false {product=Wallet}"], fixture.Ask<string>("select concat_ws(' ', source_system, ticket_id, created_at, is_test, cast(extra as varchar)) from tickets"));
        Assert.Equal(["E1 0", "E2 1"], fixture.Ask<string>("select concat(event_id, ' ', seq) from ticket_events order by event_id"));
    }

    [Fact]
    public void Every_shipped_profile_can_be_used()
    {
        var profiles = KpiPulse.Ingestion.Profiles.SourceProfiles.Load(Path.Combine(AppContext.BaseDirectory, "sources"), "nowhere");

        Assert.Empty(profiles.Faults);
        Assert.True(profiles.All.Count >= 18);
    }

    public void Dispose() => fixture.Dispose();
}
