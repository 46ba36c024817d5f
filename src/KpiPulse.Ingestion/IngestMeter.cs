using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KpiPulse.Ingestion;

/// <summary>What became of files and their rows, by source profile: counts and times only, never a file's name or anything in it.</summary>
internal static class IngestMeter
{
    private const string Name = "KpiPulse.Ingestion";
    private const string Source = "kpipulse.source";
    private const string Outcome = "kpipulse.outcome";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Files = Meter.CreateCounter<long>("kpipulse.ingest.files", "{file}", "Files taken, by what became of them");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("kpipulse.ingest.rows", "{row}", "Rows of the files taken, loaded or rejected");

    /// <summary>One activity for one file, from its first byte until it has landed.</summary>
    public static IngestedFile Traced(Func<IngestedFile> take)
    {
        using var activity = Activities.StartActivity("ingest file");
        var file = take();
        activity?.SetTag(Source, file.Source).SetTag(Outcome, OutcomeOf(file)).SetTag("kpipulse.rows.loaded", file.Rows.Loaded).SetTag("kpipulse.rows.rejected", file.Rows.Rejected);
        return file;
    }

    /// <summary>A file that waits for a look-up and is read again in a later run counts again.</summary>
    public static void Count(IEnumerable<IngestedFile> taken)
    {
        foreach (var file in taken)
        {
            var source = KeyValuePair.Create<string, object?>(Source, file.Source);
            Files.Add(1, source, Tag(OutcomeOf(file)));
            if (file.Rows.Loaded > 0)
                Rows.Add(file.Rows.Loaded, source, Tag("loaded"));
            if (file.Rows.Rejected > 0)
                Rows.Add(file.Rows.Rejected, source, Tag("rejected"));
        }

        static KeyValuePair<string, object?> Tag(string outcome) => new(Outcome, outcome);
    }

    private static string OutcomeOf(IngestedFile file) => file.Status switch
    {
        IngestStatus.Loaded => "loaded",
        IngestStatus.Unchanged => "unchanged",
        _ => file.IsDeferred ? "deferred" : "refused",
    };
}
