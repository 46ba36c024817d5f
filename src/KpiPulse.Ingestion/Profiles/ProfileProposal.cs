using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KpiPulse.Ingestion.Formats;

namespace KpiPulse.Ingestion.Profiles;

/// <summary>A profile to start from, guessed from the names of a header. A person finishes it: dates and zones are never guessed.</summary>
internal static class ProfileProposal
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Column, string[] Names)[] Known =
    [
        ("ticket_id", ["ticketid", "id", "uniqueid", "caseid", "casenumber", "ticketnumber", "servicerequestnum", "requestid", "ticket"]),
        ("source_updated_at", ["updatedat", "lastupdated", "modifiedat", "lastmodifieddate", "updated"]),
        ("created_at", ["createdat", "created", "createddate", "openedat", "opened", "issuereportedat", "reportedat", "createdon"]),
        ("status", ["status", "state", "srstatus", "ticketstatus"]),
        ("solved_at", ["solvedat", "closedat", "closedate", "closed", "resolvedat", "resolved", "resolutiondate"]),
        ("first_reply_at", ["firstreplyat", "firstresponseat", "firstresponse", "firstreply"]),
        ("resolution_due_at", ["duedate", "dueat", "due", "resolutiondue"]),
        ("market", ["market", "country", "region"]),
        ("lob", ["lob", "lineofbusiness", "queue", "product"]),
        ("channel", ["channel", "channelname", "methodreceived", "source", "viachannel"]),
        ("priority", ["priority", "severity"]),
        ("team_id", ["team", "group", "teamid", "groupname", "supervisor", "agency"]),
        ("agent_id", ["agent", "agentname", "agentid", "assignee", "assigneeid", "owner"]),
        ("language", ["language", "locale"]),
        ("contact_reason", ["category", "reason", "contactreason", "type", "srtype"]),
        ("sub_reason", ["subcategory", "subreason"]),
    ];

    /// <returns>Null when the file has no readable header.</returns>
    public static string? For(string path, ByteFacts facts)
    {
        if (facts.Bytes == 0 || TextHead.Of(path, facts).FirstLine() is not { } line)
            return null;

        var delimiter = ",;\t|".MaxBy(candidate => line.Count(character => character == candidate));
        var header = RecordReader.Values(Encoding.UTF8.GetBytes(line), new CsvDialect((byte)delimiter, (byte)'"', (byte)'"'), Encoding.UTF8).ConvertAll(name => name.Trim().Trim('\ufeff'));
        var columns = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (column, names) in Known)
        {
            if (header.FirstOrDefault(name => names.Contains(Plain(name))) is { } found)
                columns[column] = found;
        }

        columns.TryAdd("ticket_id", "TODO: which column identifies a ticket?");
        columns.TryAdd("created_at", "TODO: which column tells when it was created?");
        columns.TryAdd("status", new { constant = "open" });
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["id"] = "TODO-name-of-the-source",
            ["takes"] = new { name = new[] { "*" + Path.GetExtension(path) } },
            ["format"] = new { type = "csv", delimiter = delimiter.ToString() },
            ["time_zone"] = "TODO/IANA-zone of its times",
            ["source_system"] = "TODO",
            ["sla_basis"] = columns.ContainsKey("resolution_due_at") ? "due_at" : "timestamps",
            ["dates"] = "TODO: a list such as dd/MM/yyyy HH:mm, MM/dd/yyyy hh:mm:ss tt or iso",
            ["targets"] = new[] { new { table = "tickets", columns } },
        }, Json);
    }

    private static string Plain(string name) => new([.. name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
}
