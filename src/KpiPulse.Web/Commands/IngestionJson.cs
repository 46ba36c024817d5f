using System.Text.Encodings.Web;
using System.Text.Json;
using KpiPulse.Ingestion;

namespace KpiPulse.Web.Commands;

/// <summary>The answer of <c>ingest</c> as machines read it.</summary>
internal static class IngestionJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static string Of(IngestionRun run) => Of(new
    {
        Files = run.Files.Select(file => new
        {
            file.Path,
            file.Source,
            file.Sha256,
            Status = StatusOf(file),
            file.Reason,
            file.Rows,
            file.Targets,
            Seconds = Math.Round(file.Seconds, 3),
        }),
        run.RejectedRowsTotal,
    });

    public static string Of(object answer) => JsonSerializer.Serialize(answer, Options);

    public static string StatusOf(IngestedFile file) => file.Status switch
    {
        IngestStatus.Loaded => "loaded",
        IngestStatus.Unchanged => "unchanged",
        _ => "refused",
    };
}
