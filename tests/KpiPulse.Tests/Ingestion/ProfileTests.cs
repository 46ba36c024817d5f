using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>What a profile can say, each by a row whose canonical form is plain to see.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly IngestionFixture fixture = new();

    [Fact]
    public void A_text_is_cut_mapped_and_replaced_as_the_profile_says()
    {
        foreach (var (part, text, expected) in ((string, string, string?)[])
        [
            ("""{ "from": "a", "cut_prefix": "#" }""", "#17", "17"),
            ("""{ "from": "a", "cut_suffix": "/5" }""", "4/5", "4"),
            ("""{ "from": "a", "after": "-" }""", "SW - Bulk - Late", "Bulk - Late"),
            ("""{ "from": "a", "after_last": "-" }""", "SW - Bulk - Late", "Late"),
            ("""{ "from": "a", "before": "-" }""", "SW - Bulk - Late", "SW"),
            ("""{ "from": "a", "before_last": "-" }""", "SW - Bulk - Late", "SW - Bulk"),
            ("""{ "from": "a", "before": "-" }""", "no separator", "no separator"),
            ("""{ "from": "a", "remove": [".", " "] }""", "1.234 567", "1234567"),
            ("""{ "from": "a", "case": "upper" }""", "Login", "LOGIN"),
            ("""{ "from": "a", "no_value": ["none", "-"] }""", " NONE ", null),
            ("""{ "from": "a", "no_value": ["none"], "default": "other" }""", "none", "other"),
            ("""{ "from": ["b", "a"] }""", "second", "second"),
            ("""{ "from": ["a", "c"], "join": "/" }""", "x", "x/always"),
            ("""{ "from": "a", "map": { "pw*": "Password", "x?": null, "*": "Rest" } }""", "PW reset", "Password"),
            ("""{ "from": "a", "map": { "pw*": "Password", "x?": null, "*": "Rest" } }""", "xy", null),
            ("""{ "from": "a", "map": { "pw": "Password" }, "unmapped": "no_value" }""", "else", null),
            ("""{ "constant": "Fixed" }""", "x", "Fixed"),
            ("""{ "from": "Old name" }""", "by alias", "by alias"),
        ])
        {
            fixture.Profile($$"""
                { "id": "desk", "takes": { "name": ["desk*"] }, "time_zone": "UTC", "source_system": "desk", "aliases": { "Old name": ["Older", "a"] },
                  "targets": [{ "table": "tickets", "columns": { "ticket_id": { "constant": "1" }, "created_at": { "constant": "2026-10-01T09:00:00Z" }, "status": { "constant": "open" }, "contact_reason": {{part}} } }] }
                """);

            Assert.Equal((part, expected), (part, Canonical($"a,b,c\n\"{text}\",,always\n", "contact_reason")));
        }
    }

    [Fact]
    public void Times_are_read_by_the_declared_patterns_only()
    {
        foreach (var (dates, text, expected) in ((string, string, string?)[])
        [
            ("[\"dd/MM/yyyy HH:mm\"]", "03/04/2026 17:05", "2026-04-03 09:05:00"),
            ("[\"MM/dd/yyyy hh:mm:ss tt\"]", "03/04/2026 05:05:06 PM", "2026-03-04 09:05:06"),
            ("[\"d MMM yyyy 'at' H:mm\"]", "3 Apr 2026 at 7:05", "2026-04-02 23:05:00"),
            ("[\"unix\"]", "1775207100", "2026-04-03 09:05:00"),
            ("[\"unix_ms\"]", "1775207100999", "2026-04-03 09:05:00"),
            ("[\"yyyy-MM-dd HH:mm zzz\"]", "2026-04-03 17:05 +08:00", "2026-04-03 09:05:00"),
            ("[\"iso\", \"dd.MM.yyyy\"]", "2026-04-03T17:05:00.250+08:00", "2026-04-03 09:05:00"),
            ("[\"iso\", \"dd.MM.yyyy\"]", "03.04.2026", "2026-04-02 16:00:00"),
            ("[\"iso\"]", "03/04/2026", null),
        ])
        {
            fixture.Profile($$"""
                { "id": "desk", "takes": { "name": ["desk*"] }, "time_zone": "Asia/Singapore", "source_system": "desk", "dates": {{dates}}, "max_rejected_share": 1,
                  "targets": [{ "table": "tickets", "columns": { "ticket_id": "id", "created_at": "opened", "status": { "constant": "open" } } }] }
                """);

            Assert.Equal((dates, expected), (dates, Canonical($"id,opened\n1,{text}\n", "created_at")));
        }
    }

    [Fact]
    public void A_dialect_of_its_own_tokens_and_lines_to_skip()
    {
        fixture.Profile("""
            { "id": "desk", "takes": { "name": ["desk*"] }, "time_zone": "UTC", "source_system": "desk", "no_value": ["n/a"], "true": ["ja"], "false": ["nein"],
              "format": { "delimiter": "|", "quote": "'", "escape": "\\", "skip_lines": 2 },
              "targets": [
                { "table": "tickets", "columns": { "ticket_id": "id", "created_at": { "constant": "2026-10-01T09:00:00Z" }, "status": { "constant": "open" }, "contact_reason": "note", "is_test": "test" } },
                { "table": "qa_review_items", "columns": { "review_id": "id", "item_id": { "constant": "tone" }, "value": { "from": "mark", "decimal": "," } } } ] }
            """);

        var file = fixture.Ingest("desk.csv", "printed on Monday\nid|note|test|mark\nid|note|test|mark\n1|'it\\'s | here'|ja|3,5\n2|N/A|nein|n/a\n");

        Assert.Equal(new RowCounts(2, 2, 0, 0), file.Rows);
        Assert.Equal(["1 it's | here true", "2 false"], fixture.Ask<string>("select concat_ws(' ', ticket_id, contact_reason, is_test) from tickets order by ticket_id"));
        Assert.Equal([3.5, null], fixture.Ask<double?>("select value from qa_review_items order by review_id"));
    }

    [Fact]
    public void Of_an_event_log_the_latest_row_of_a_ticket_wins_whatever_its_place()
    {
        fixture.Profile("""
            { "id": "log", "takes": { "name": ["log*"] }, "time_zone": "UTC", "source_system": "desk",
              "targets": [{ "table": "tickets", "latest_by": { "from": "at" }, "columns": { "ticket_id": "id", "created_at": "opened", "status": { "from": "state", "default": "open" } } }] }
            """);

        fixture.Ingest("log-b.csv", "id,at,opened,state\n1,2026-10-03 00:00,2026-10-01 09:00,solved\n1,2026-10-02 00:00,2026-10-01 09:00,hold\n");
        fixture.Ingest("log-a.csv", "id,at,opened,state\n1,2026-10-01 12:00,2026-10-01 09:00,\n");

        Assert.Equal(["solved"], fixture.Ask<string>("select status from tickets"));
    }

    [Fact]
    public void A_wide_scorecard_becomes_its_items_with_weights_fatal_flags_and_no_answers()
    {
        fixture.Profile("""
            { "id": "wide", "takes": { "name": ["qa*"] }, "time_zone": "UTC", "source_system": "desk", "true": ["Y"], "false": ["N"],
              "targets": [
                { "table": "qa_reviews", "columns": { "review_id": "Review", "ticket_id": "Ticket", "interaction_at": "Contact", "reviewed_at": "Reviewed", "scorecard_id": { "constant": "WIDE" },
                  "scorecard_version": { "constant": "1" }, "state": { "constant": "final" }, "sampling": { "constant": "random" }, "source": { "constant": "manual" } } },
                { "table": "qa_review_items", "columns": { "review_id": "Review" }, "for_each": [
                  { "columns": { "item_id": { "constant": "greeting" }, "value": { "from": "Greeting", "no_value": ["NA"] } } },
                  { "columns": { "item_id": { "constant": "privacy" }, "value": { "from": "Privacy", "no_value": ["NA"] } } } ] },
                { "table": "qa_scorecard_items",
                  "columns": { "scorecard_id": { "constant": "WIDE" }, "version": { "constant": "1" }, "scale_min": { "constant": "0" }, "scale_max": { "constant": "5" }, "critical": { "constant": "none" }, "valid_from": { "constant": "2026-01-01T00:00:00Z" } },
                  "for_each": [
                    { "columns": { "item_id": { "constant": "greeting" }, "weight": "Greeting weight", "auto_fail": "Greeting fatal" } },
                    { "columns": { "item_id": { "constant": "privacy" }, "weight": "Privacy weight", "auto_fail": "Privacy fatal" } } ] } ] }
            """);

        var file = fixture.Ingest("qa.csv", """
            Review,Ticket,Contact,Reviewed,Greeting,Greeting weight,Greeting fatal,Privacy,Privacy weight,Privacy fatal
            R1,T1,2026-10-01 09:00,2026-10-02 09:00,4,0.4,N,NA,0.6,Y
            R2,T2,2026-10-01 10:00,2026-10-02 10:00,5,0.4,N,0,0.6,Y

            """);

        Assert.Equal((IngestStatus.Loaded, new RowCounts(2, 2, 0, 0)), (file.Status, file.Rows));
        Assert.Equal(["R1 greeting 4.0", "R1 privacy", "R2 greeting 5.0", "R2 privacy 0.0"], fixture.Ask<string>("select concat_ws(' ', review_id, item_id, value) from qa_review_items order by all"));
        Assert.Equal(["greeting 0.4 false", "privacy 0.6 true"], fixture.Ask<string>("select concat_ws(' ', item_id, weight, auto_fail) from qa_scorecard_items order by all"));
        Assert.Equal([2L], new ReceivedData(fixture.Temp.Warehouse).Waiting().Where(waiting => waiting.RowsOf == "QA reviews").Select(waiting => waiting.RowCount));
    }

    [Fact]
    public void A_profile_that_cannot_be_used_is_named_with_place_and_fault_and_stops_no_other()
    {
        fixture.Profile("""
            { "id": "broken", "format": { "delimiter": ";;" },
              "targets": [{ "table": "tickets", "columns": { "ticket_id": "id", "opened": "x", "status": { "constant": "parked" } } }] }
            """, "broken.json");

        var problem = Assert.Single(new SourceCatalog(fixture.Temp.Warehouse).Profiles(), row => row.Problem is not null).Problem!;

        Assert.Contains("broken.json", problem, StringComparison.Ordinal);
        Assert.Contains("line 2, column", problem, StringComparison.Ordinal);
        Assert.Contains("tickets has no column 'opened'", problem, StringComparison.Ordinal);
        Assert.Contains("not 'parked'", problem, StringComparison.Ordinal);
        Assert.Contains("';;' is not one ASCII character", problem, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Ingest("tickets.csv", IngestionFixture.Canonical + "T1,2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\n").Rows.Loaded);
    }

    public void Dispose() => fixture.Dispose();

    /// <summary>One column of the first canonical row, by a dry run.</summary>
    private string? Canonical(string text, string column)
    {
        var preview = fixture.Ingestion.Preview(fixture.Exports.File("desk.csv", text));
        Assert.True(preview.Refusal is null, preview.Refusal);
        var sample = preview.Samples[1];
        return sample.Rows is [var row, ..] && sample.Columns.ToList().IndexOf(column) is var place and >= 0 ? row[place] : null;
    }
}
