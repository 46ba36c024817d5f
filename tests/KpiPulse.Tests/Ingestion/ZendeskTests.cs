using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>The Zendesk export's shape: several files make one ticket, and each may come first.</summary>
public sealed class ZendeskTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Files = new Dictionary<string, string>
    {
        ["ticket.csv"] = "id,assignee_id,created_at,group_id,priority,requester_id,status,submitter_id,type,updated_at,via_channel\n1,11,2026-10-05 01:00:00,900,urgent,22,solved,22,incident,2026-10-05 04:00:00,email\n2,,2026-10-05 02:00:00,900,,22,new,22,,2026-10-05 02:00:00,web\n",
        ["ticket_field_history.csv"] = "field_name,ticket_id,updated,_synced,user_id,value\nstatus,1,2026-10-05 01:00:00,x,22,open\npriority,1,2026-10-05 01:00:00,x,22,medium\ngroup_id,1,2026-10-05 01:00:00,x,,900\nstatus,1,2026-10-05 03:00:00,x,11,solved\nsubject,1,2026-10-05 03:00:00,x,11,hello\n",
        ["ticket_comment.csv"] = "id,body,created,public,ticket_id,user_id\n501,hello,2026-10-05 01:00:00,TRUE,1,22\n502,answer,2026-10-05 02:30:00,TRUE,1,11\n503,note,2026-10-05 02:31:00,FALSE,1,11\n",
        ["user.csv"] = "id,name,role,updated_at,email\n11,Arthur Agent,agent,2026-01-01 00:00:00,a@example.com\n22,Ellen End User,end-user,2026-01-01 00:00:00,e@example.com\n",
        ["group.csv"] = "id,created_at,name,updated_at\n900,2026-01-01 00:00:00,Billing,2026-01-01 00:00:00\n",
        ["satisfaction_rating.csv"] = "id,ticket_id,score,comment,created_at,updated_at\n71,1,good,,2026-10-05 05:00:00,2026-10-05 06:00:00\n72,2,offered,,2026-10-05 05:00:00,2026-10-05 05:00:00\n73,2,unoffered,,2026-10-05 05:00:00,2026-10-05 05:00:00\n",
        ["schedule.csv"] = "end_time,id,start_time,name,time_zone\n8400,360,7680,Desk,Pacific Time (US & Canada)\n1440,360,960,Desk,Pacific Time (US & Canada)\n2640,360,1920,Desk,Pacific Time (US & Canada)\n",
        ["schedule_holiday.csv"] = "id,schedule_id,end_date,name,start_date\n1,360,2026-12-27,Feast,2026-12-25\n2,360,2026-12-31,Eve,2026-12-31\n",
        ["sla_policy_metric_history.csv"] = "sla_policy_id,index,sla_policy_updated_at,business_hours,metric,priority,target\n1001,0,2026-06-01 00:00:00,TRUE,first_reply_time,urgent,45\n1001,0,2026-06-01 00:00:00,TRUE,requester_wait_time,medium,600\n1001,0,2026-06-01 00:00:00,TRUE,pausable_update_time,low,600\n",
    };

    private readonly IngestionFixture fixture = new();

    [Fact]
    public void Nine_exports_become_tickets_events_surveys_teams_calendars_and_targets()
    {
        var run = Land(Files.Keys);

        Assert.All(run.Files, file => Assert.True(file.Status == IngestStatus.Loaded && file.Rows.Rejected == 0 && file.Rows.Waiting == 0, $"{file.Path}: {file.Reason} {file.Rows}"));
        Assert.Equal(["1 solved email urgent 900 11", "2 new web 900"], fixture.Ask<string>("select concat_ws(' ', ticket_id, status, channel, priority, team_id, agent_id) from tickets order by ticket_id"));
        Assert.Equal(
            ["01:00 0 created system new", "01:00 1 priority end_user normal", "01:00 1 status end_user open", "01:00 1 team system 900", "01:00 2 comment end_user", "02:30 2 comment agent", "02:31 2 comment agent", "03:00 1 status agent solved"],
            fixture.Ask<string>("select concat_ws(' ', strftime(occurred_at, '%H:%M'), seq, type, actor_type, new_value) from ticket_events where ticket_id = '1' order by occurred_at, seq, type"));
        Assert.Equal(["71 1 1", "72 0"], fixture.Ask<string>("select concat_ws(' ', survey_id, score, (responded_at is not null)::int) from surveys order by survey_id"));
        Assert.Equal(["11 Arthur Agent"], fixture.Ask<string>("select agent_id || ' ' || agent_name from roster"));
        Assert.Equal(["360 America/Los_Angeles"], fixture.Ask<string>("select calendar_id || ' ' || time_zone from calendars"));
        Assert.Equal(["1 08:00 20:00", "5 08:00 20:00", "7 16:00 00:00"], fixture.Ask<string>("select concat_ws(' ', dow, from_local, to_local) from calendar_weekly order by dow"));
        Assert.Equal(["2026-12-25 Feast", "2026-12-26 Feast", "2026-12-27 Feast", "2026-12-31 Eve"], fixture.Ask<string>("select concat_ws(' ', on_date, name) from calendar_exceptions order by on_date"));
        Assert.Equal(["20260601 normal RES 600", "20260601 urgent FRT 45"], fixture.Ask<string>("select concat_ws(' ', version, priority, metric, target_minutes) from sla_targets order by metric desc"));
        Assert.Empty(new Examination(fixture.Temp.Warehouse).Run());
    }

    [Fact]
    public void A_comment_waits_until_its_writer_is_known()
    {
        var comments = fixture.Ingest("ticket_comment.csv", Files["ticket_comment.csv"]);

        Assert.Equal((IngestStatus.Loaded, 3L, 3L, 0L), (comments.Status, comments.Rows.Loaded, comments.Rows.Waiting, fixture.Count("ticket_events")));
        Assert.Equal([new WaitingRows("rows", "zendesk-comments", "zendesk-users", 3)], new ReceivedData(fixture.Temp.Warehouse).Waiting());
        var run = Land(["user.csv"]);
        Assert.Equal(2, run.Files.Count);
        Assert.Equal(3, fixture.Count("ticket_events"));
        Assert.Equal(0, fixture.Count("pending_files"));
    }

    [Fact]
    public void Somebody_who_becomes_an_agent_turns_their_comments_into_replies()
    {
        Land(Files.Keys);

        fixture.Ingest("user-later.csv", Files["user.csv"].Replace("22,Ellen End User,end-user,2026-01-01", "22,Ellen End User,agent,2026-02-01", StringComparison.Ordinal));

        Assert.Equal(0, fixture.Ask<long>("select count(*) from ticket_events where actor_type = 'end_user'")[0]);
        Assert.Empty(new Examination(fixture.Temp.Warehouse).Run());
    }

    [Fact]
    public void Any_order_of_arrival_and_a_rebuild_end_in_the_same_tables()
    {
        var random = new Random(20261116);
        HashSet<string> ends = [];
        for (var order = 0; order < 3; order++)
        {
            using var other = new IngestionFixture();
            var names = Files.Keys.ToArray();
            random.Shuffle(names);
            foreach (var name in names)
                other.Ingest(name, Files[name]);
            ends.Add(Hashes(other));
            if (order == 0)
            {
                other.Rebuild();
                ends.Add(Hashes(other));
            }
        }

        Assert.Single(ends);
    }

    public void Dispose() => fixture.Dispose();

    private static string Hashes(IngestionFixture fixture) =>
        string.Join(' ', new[] { "tickets", "ticket_events", "surveys", "roster", "teams", "calendars", "calendar_weekly", "calendar_exceptions", "sla_targets", "look_ups" }.Select(table => fixture.HashOf(table, table == "look_ups" ? "file_id, line_no, arrived_at" : "file_id, line_no")));

    private IngestionRun Land(IEnumerable<string> names) => fixture.IngestPaths([.. names.Select(name => fixture.Exports.File(name, Files[name]))]);
}
