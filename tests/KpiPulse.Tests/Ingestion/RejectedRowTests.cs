using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

public sealed class RejectedRowTests : IDisposable
{
    private readonly IngestionFixture fixture = new();

    public RejectedRowTests() => fixture.Profile("""
        {
          "id": "desk", "takes": { "name": ["desk*.csv"] }, "time_zone": "Australia/Sydney", "source_system": "desk", "max_rejected_share": 0.9,
          "format": { "delimiter": [",", ";"], "header_within": 5 },
          "targets": [
            { "table": "tickets", "in_order": [["created_at", "solved_at"]],
              "columns": {
                "ticket_id": "id", "created_at": "opened", "solved_at": "closed", "contact_reason": { "from": "note", "optional": true },
                "status": { "from": "state", "map": { "done": "solved" }, "unmapped": "reject" }
              } }
          ]
        }
        """);

    [Fact]
    public void Each_rejected_row_names_its_true_line_column_reason_and_value()
    {
        var file = fixture.Ingest("desk.csv",
            "id,opened,closed,state,note\n" + // 1
            "1,2026-10-01 09:00,,done,\"two\nlines\"\n" + // 2-3
            "2,2026-13-45,,done,x\n" + // 4
            "\n" + // 5
            "3,2026-10-01 09:00,2026-10-01 08:00,done,x\n" + // 6
            "4,2026-10-01 09:00,,odd,\"a\nb\nc\"\n" + // 7-9
            "5,2026-10-01 09:00,,done\n" + // 10: too few columns
            ",2026-10-01 09:00,,done,x\n" + // 11
            "7,2026-10-04 02:30,,done,x\n" + // 12: the hour that Sydney skipped
            "8,2099-01-01 09:00,,done,x\n" + // 13
            "9,2026-10-01 09:00,,done,\"5\"\" screen\"\n" + // 14
            "10,1970-01-01 10:00,,done,x\n"); // 15: what an empty time becomes in many exports

        Assert.Equal(new RowCounts(10, 2, 0, 8), file.Rows);
        var rejected = fixture.Ask<string>("select concat_ws('|', line_no, coalesce(column_name, '-'), reason, value) from rejected_rows order by line_no");
        Assert.Collection(rejected,
            row => Assert.Equal("4|opened|is not a time in the shape iso|2026-13-45", row),
            row => Assert.Equal("6|closed|lies before opened|2026-10-01 08:00", row),
            row => Assert.Equal("7|state|is not in the profile's map for status|odd", row),
            row => Assert.StartsWith("10|-|the record has another number of columns than the header", row, StringComparison.Ordinal),
            row => Assert.Equal("11|id|is missing (ticket_id needs it)", row),
            row => Assert.Equal("12|opened|is a time that Australia/Sydney never had (the clocks were put forward)|2026-10-04 02:30", row),
            row => Assert.Equal("13|opened|lies in the future|2099-01-01 09:00", row),
            row => Assert.Equal("15|opened|lies before the year 2000|1970-01-01 10:00", row));
        Assert.Equal("4,2026-10-01 09:00,,odd,\"a\nb\nc\"", fixture.Ask<string>("select row_text from rejected_rows where line_no = 7")[0]);
        Assert.Equal(["1 2", "9 14"], fixture.Ask<string>("select ticket_id || ' ' || line_no from tickets order by line_no"));
    }

    [Fact]
    public void More_than_two_percent_refuses_the_file_and_keeps_the_reasons()
    {
        var rows = string.Concat(Enumerable.Range(0, 97).Select(number => $"T{number},2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\n"));
        var bad = string.Concat(Enumerable.Range(0, 3).Select(number => $"B{number},2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,wobbly,SG,Login\n"));

        var file = fixture.Ingest("tickets.csv", IngestionFixture.Canonical + rows + bad);

        Assert.Equal(IngestStatus.Refused, file.Status);
        Assert.Equal(new RowCounts(100, 0, 0, 100), file.Rows);
        Assert.Contains("3 of 100 records", file.Reason, StringComparison.Ordinal);
        Assert.Contains("line 99", file.Reason, StringComparison.Ordinal);
        Assert.Equal(0, fixture.Count("tickets"));
        Assert.Equal(3, fixture.Count("rejected_rows"));
        Assert.Equal(["refused"], fixture.Ask<string>("select state from received_files"));
    }

    [Fact]
    public void Two_percent_are_set_aside_and_the_rest_loads()
    {
        var rows = string.Concat(Enumerable.Range(0, 98).Select(number => $"T{number},2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\n"));

        var file = fixture.Ingest("tickets.csv", IngestionFixture.Canonical + rows + "B1,,nonsense,open,SG,Login\nB2,,2026-10-01T09:00:00Z,,SG,Login\n");

        Assert.Equal((IngestStatus.Loaded, new RowCounts(100, 98, 0, 2)), (file.Status, file.Rows));
    }

    [Theory]
    [InlineData("id,opened,closed,state\r\n1,2026-10-01 09:00,,done\n2,2026-10-01 09:00,,done\r\n", 2)]
    [InlineData("id,opened,closed,state\r1,2026-10-01 09:00,,done\r2,2026-10-01 09:00,,done", 2)]
    [InlineData("\ufeffid,opened,closed,state\n1,2026-10-01 09:00,,done\n", 1)]
    [InlineData("closed;state;id;opened\n;done;1;2026-10-01 09:00\n", 1)]
    [InlineData("Report: tickets\nGenerated 2026-01-31\n\nid,opened,closed,state\n1,2026-10-01 09:00,,done\n", 1)]
    [InlineData("id,opened,closed,state\n", 0)]
    public void Line_ends_marks_order_and_preambles_do_not_matter(string text, int loaded)
    {
        var file = fixture.Ingest("desk.csv", text);

        Assert.Equal((IngestStatus.Loaded, new RowCounts(loaded, loaded, 0, 0)), (file.Status, file.Rows));
    }

    [Fact]
    public void Utf_16_with_a_mark_is_read()
    {
        var bytes = System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes("id,opened,closed,state,note\n1,2026-10-01 09:00,,done,한국어\n")).ToArray();

        Assert.Equal(1, fixture.Ingest("desk.csv", bytes).Rows.Loaded);
        Assert.Equal(["한국어"], fixture.Ask<string>("select contact_reason from tickets"));
    }

    public void Dispose() => fixture.Dispose();
}
