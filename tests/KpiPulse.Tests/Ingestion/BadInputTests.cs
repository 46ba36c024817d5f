using System.Text.RegularExpressions;
using KpiPulse.Ingestion;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>
/// A folder of hostile and broken exports with a manifest of what must become of each, made by a generator that is not part of the
/// repository: set KPIPULSE_BAD_INPUTS to it. Skipped otherwise.
/// </summary>
public sealed class BadInputTests
{
    private const string Csv = """
        {
          "id": "bad-inputs", "time_zone": "Australia/Sydney", "source_system": "bad", "sla_basis": "timestamps", "max_rejected_share": 1,
          "takes": { "columns": ["ticket_id", "team", "opened_at", "closed_at", "priority", "csat", "subject", "body"] },
          "format": { "delimiter": [",", ";"], "header_within": 5 },
          "dates": ["iso", "dd/MM/yyyy"],
          "targets": [
            { "table": "tickets", "in_order": [["created_at", "solved_at"]],
              "columns": { "ticket_id": "ticket_id", "team_id": "team", "created_at": "opened_at", "solved_at": "closed_at", "status": { "constant": "solved" },
                "priority": { "from": "priority", "map": { "P1": "urgent", "P2": "high", "P3": "normal", "P4": "low" }, "unmapped": "no_value" } } },
            { "table": "surveys", "when": [{ "column": "csat", "is": "present" }],
              "columns": { "survey_id": "ticket_id", "ticket_id": "ticket_id", "responded_at": "opened_at", "score": "csat", "scale_max": { "constant": "5" } } }
          ]
        }
        """;

    private const string Json = """
        { "id": "bad-json", "time_zone": "UTC", "source_system": "bad", "max_rejected_share": 1, "format": { "type": "json" },
          "targets": [{ "table": "tickets", "columns": { "ticket_id": "ticket_id", "created_at": { "constant": "2026-01-01T00:00:00Z" }, "status": { "constant": "open" } } }] }
        """;

    [Fact]
    public void Every_file_ends_as_the_manifest_says()
    {
        List<string> differences = [];
        foreach (var entry in Manifest())
        {
            using var fixture = Fixture();
            var file = fixture.IngestPaths(entry.Path).Files[0];
            if (!Fits(entry, file, fixture))
                differences.Add($"{entry.Name}: expected {entry.Expected} {entry.Good}/{entry.Bad}, was {file.Status} {file.Rows} {file.Reason}");
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void Three_orders_of_arrival_end_in_one_table_and_account_for_every_row()
    {
        var entries = Manifest();
        List<string> hashes = [];
        foreach (var order in (IEnumerable<Entry>[])[entries, entries.AsEnumerable().Reverse(), entries.OrderBy(entry => entry.Name[^5..], StringComparer.Ordinal).ThenBy(entry => entry.Name, StringComparer.Ordinal)])
        {
            using var fixture = Fixture();
            var run = fixture.IngestPaths([.. order.Select(entry => entry.Path)]);
            Assert.All(run.Files, file => Assert.Equal(file.Rows.Offered, file.Rows.Loaded + file.Rows.Rejected));
            Assert.Empty(new Examination(fixture.Temp.Warehouse).Run());
            hashes.Add(fixture.HashOf("tickets", "file_id, line_no, arrived_at") + fixture.HashOf("surveys"));
        }

        Assert.Single(hashes.Distinct());
    }

    private static IngestionFixture Fixture()
    {
        var fixture = new IngestionFixture();

        // Late enough for the manifest's dates of 2027 and 2028 to have happened.
        fixture.Temp.Clock.SetUtcNow(new DateTimeOffset(2028, 6, 1, 0, 0, 0, TimeSpan.Zero));
        fixture.Profile(Csv);
        fixture.Profile(Json, "json.json");
        return fixture;
    }

    private static bool Fits(Entry entry, IngestedFile file, IngestionFixture fixture) => entry.Expected switch
    {
        "load" when entry.Name == "reexport_old.csv" => file.Status == IngestStatus.Loaded && file.Rows.Rejected == 0,
        "load" => file.Status == IngestStatus.Loaded && file.Rows.Rejected == 0 && fixture.Count("tickets") == entry.Good,
        "partial" => file.Status == IngestStatus.Loaded && file.Rows.Loaded == entry.Good && file.Rows.Rejected == entry.Bad && fixture.Count("rejected_rows") == entry.Bad,

        // Alone it is no copy.
        "refuse" when entry.Name == "renamed_copy_of_ok.csv" => file.Status == IngestStatus.Loaded,
        _ => file.Status == IngestStatus.Refused && fixture.Count("tickets") == 0 && !string.IsNullOrEmpty(file.Reason),
    };

    private static List<Entry> Manifest()
    {
        var folder = Environment.GetEnvironmentVariable("KPIPULSE_BAD_INPUTS");
        Assert.SkipWhen(folder is null, "KPIPULSE_BAD_INPUTS names no folder of bad inputs.");
        return [.. File.ReadLines(Path.Combine(folder!, "manifest.tsv")).Skip(1).Select(line => line.Split('\t'))
            .Select(cells => (Name: Regex.Unescape(cells[0]), Cells: cells))
            .Select(row => new Entry(row.Name, Path.Combine(folder!, row.Name), row.Cells[1], long.Parse(row.Cells[2], System.Globalization.CultureInfo.InvariantCulture), long.Parse(row.Cells[3], System.Globalization.CultureInfo.InvariantCulture)))];
    }

    private sealed record Entry(string Name, string Path, string Expected, long Good, long Bad);
}
