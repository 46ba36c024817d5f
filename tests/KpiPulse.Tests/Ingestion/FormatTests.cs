using System.IO.Compression;
using System.Text;
using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>Formats beside plain CSV: what they hold is read as it stands, or its record is rejected.</summary>
public sealed class FormatTests : IDisposable
{
    private readonly IngestionFixture fixture = new();

    [Fact]
    public void A_profile_finds_its_sheet_header_and_footer_in_a_workbook()
    {
        Profile("xlsx", """, "sheet": "Data", "header_within": 3, "footer_lines": 1""");

        var file = fixture.Ingest("desk.xlsx", Workbooks.Of(
            ("Cover", [[Workbooks.Text("id"), Workbooks.Text("opened"), Workbooks.Text("note")], [Workbooks.Text("99"), Workbooks.Text("2026-10-01 09:00"), Workbooks.Text("not this one")]]),
            ("Data", [[Workbooks.Text("Weekly export")], [], [Workbooks.Text("id"), Workbooks.Text("opened"), Workbooks.Text("note")], [Workbooks.Number(7), Workbooks.Text("2026-10-01 09:00"), Workbooks.Text("한국어")], [Workbooks.Text("8"), Workbooks.Error("#DIV/0!"), Workbooks.Text("x")], [Workbooks.Text("Total"), Workbooks.Number(2)]])));

        Assert.Equal((IngestStatus.Loaded, new RowCounts(2, 1, 0, 1)), (file.Status, file.Rows));
        Assert.Equal(["7 한국어 4"], fixture.Ask<string>("select concat_ws(' ', ticket_id, contact_reason, line_no) from tickets"));
        Assert.Equal(["5 opened #DIV/0!"], fixture.Ask<string>("select concat_ws(' ', line_no, column_name, value) from rejected_rows"));
    }

    [Fact]
    public void A_sheet_that_is_missing_is_named()
    {
        Profile("xlsx", """, "sheet": "Data" """);

        var file = fixture.Ingest("desk.xlsx", Workbooks.Of(("Sheet1", [[Workbooks.Text("id"), Workbooks.Text("opened"), Workbooks.Text("note")]])));

        Assert.Equal(IngestStatus.Refused, file.Status);
        Assert.Contains("no sheet 'Data'", file.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_may_come_gzipped()
    {
        Profile("xlsx");
        var workbook = Workbooks.Of(("Sheet1", [[Workbooks.Text("id"), Workbooks.Text("opened"), Workbooks.Text("note")], [Workbooks.Text("1"), Workbooks.Text("2026-10-01 09:00"), Workbooks.Text("x")]]));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(workbook);

        Assert.Equal(1, fixture.Ingest("desk.xlsx.gz", packed.ToArray()).Rows.Loaded);
    }

    [Fact]
    public void A_json_line_that_cannot_be_read_keeps_its_text_and_lets_the_others_load()
    {
        Profile("json_lines");
        byte[] lines =
        [
            .. "{\"id\":1,\"opened\":\"2026-10-01 09:00\",\"note\":\"a\"}\r\n\r\n"u8, .. "{\"id\":2,\"opened\":\"2026-10-01 09:00\",\"note\":\"caf"u8, 0xE9, .. "\"}\r\n"u8,
            .. "{\"id\":3,\"opened\":\"2026-10-01 09:00\",\"note\":\"half \\ud83d\"}\n{\"id\":4,\"id\":5}\n{\"id\":6,\"opened\":\"2026-10-01 09:00\",\"note\":{\"b\":\"c\"}}\n{\"id\":7,"u8,
        ];

        var file = fixture.Ingest("desk.jsonl", lines);

        Assert.Equal(new RowCounts(6, 2, 0, 4), file.Rows);
        Assert.Equal(["1 1", "6 6"], fixture.Ask<string>("select ticket_id || ' ' || line_no from tickets order by line_no"));
        Assert.Collection(
            fixture.Ask<string>("select concat_ws('|', line_no, value, row_text) from rejected_rows order by line_no"),
            row => Assert.StartsWith("3|is not valid UTF-8|{\"id\":2,", row, StringComparison.Ordinal),
            row => Assert.StartsWith("4|a text holds half a character|{\"id\":3,", row, StringComparison.Ordinal),
            row => Assert.StartsWith("5|", row, StringComparison.Ordinal),
            row => Assert.EndsWith("|{\"id\":7,", row, StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_json_array_streams_and_one_that_is_torn_loads_nothing()
    {
        Profile("json");
        var elements = string.Join(",\n", Enumerable.Range(1, 3000).Select(number => $$"""{ "id": {{number}}, "opened": "2026-10-01 09:00", "note": "{{new string('n', number % 200)}}" }"""));

        Assert.Equal(new RowCounts(3000, 3000, 0, 0), fixture.Ingest("desk.json", "[\n" + elements + "\n]\n").Rows);
        Assert.Equal(["2999 3000"], fixture.Ask<string>("select ticket_id || ' ' || line_no from tickets where ticket_id = '2999'"));
        foreach (var torn in (string[])["[" + elements, "[" + elements + "] []", "[" + elements + ", 5]"])
        {
            var file = fixture.Ingest("desk-torn.json", torn);
            Assert.True(file.Status == IngestStatus.Refused, torn[^20..]);
            Assert.Contains("nothing was loaded", file.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_declared_encoding_is_kept_to_and_bytes_that_are_no_text_reject_their_row()
    {
        Profile("csv", """, "encoding": "shift_jis" """);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        byte[] rows = [.. Encoding.GetEncoding("shift_jis").GetBytes("id,opened,note\n1,2026-10-01 09:00,日本\n2,2026-10-01 09:00,"), 0x85, 0xFF, .. "\n3,2026-10-01 09:00,x\n"u8];

        var file = fixture.Ingest("desk.csv", rows);

        Assert.Equal(new RowCounts(3, 2, 0, 1), file.Rows);
        Assert.Equal(["日本", "x"], fixture.Ask<string>("select contact_reason from tickets order by ticket_id"));
        Assert.Equal(["3 note holds bytes that are no text in its encoding"], fixture.Ask<string>("select concat_ws(' ', line_no, column_name, reason) from rejected_rows"));
    }

    [Fact]
    public void Footer_lines_are_no_records()
    {
        Profile("csv", """, "footer_lines": 2""");

        var file = fixture.Ingest("desk.csv", "id,opened,note\n1,2026-10-01 09:00,x\n2,nonsense,x\n\nTotal: 2\nsigned by, nobody\n");

        Assert.Equal(new RowCounts(2, 1, 0, 1), file.Rows);
        Assert.Equal([3L], fixture.Ask<long>("select line_no from rejected_rows"));
    }

    public void Dispose() => fixture.Dispose();

    private void Profile(string type, string more = "") => fixture.Profile($$"""
        { "id": "desk", "takes": { "name": ["desk*"] }, "time_zone": "UTC", "source_system": "desk", "max_rejected_share": 0.9, "format": { "type": "{{type}}"{{more}} },
          "targets": [{ "table": "tickets", "columns": { "ticket_id": "id", "created_at": "opened", "status": { "constant": "open" }, "contact_reason": "note" } }] }
        """);
}
