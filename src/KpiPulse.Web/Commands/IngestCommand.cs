using System.CommandLine;
using System.Globalization;
using KpiPulse.Ingestion;

namespace KpiPulse.Web.Commands;

/// <summary><c>ingest PATH… [--source ID]</c>: files or folders, now.</summary>
internal static class IngestCommand
{
    private static readonly Argument<string[]> Paths = new("path") { Description = "Files or folders of exports.", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string?> Source = new("--source") { Description = "The profile to read them with, instead of the one that their name and header call for." };

    public static Command Create()
    {
        var command = new Command("ingest", "Load exports, now, as the scheduled job does.") { Paths, Source };
        command.SetAction((parsed, cancellation) => Task.FromResult(Ingest(parsed, cancellation)));
        return command;
    }

    private static int Ingest(ParseResult parsed, CancellationToken cancellation)
    {
        using var stages = Stages.Open(parsed);
        using var progress = Progress.Of(stages.Ingestion);
        stages.Ingestion.CatchUp(progress, cancellation);
        var run = stages.Ingestion.Ingest(parsed.GetRequiredValue(Paths), parsed.GetValue(Source), progress, cancellation);
        Show(parsed, run);
        return run.AnythingRefused ? CommandLine.Refused : CommandLine.Done;
    }

    public static void Show(ParseResult parsed, IngestionRun run)
    {
        if (parsed.GetValue(Settings.Json))
        {
            Console.Out.WriteLine(IngestionJson.Of(run));
            return;
        }

        TextTable.Write(Console.Out, ["file", "source", "status", "offered", "loaded", "updated", "rejected", "seconds"], run.Files.Select(file => new[]
        {
            Path.GetFileName(file.Path), file.Source, IngestionJson.StatusOf(file), Number(file.Rows.Offered), Number(file.Rows.Loaded), Number(file.Rows.Updated), Number(file.Rows.Rejected),
            file.Seconds.ToString("F1", CultureInfo.InvariantCulture),
        }));
        foreach (var file in run.Files.Where(file => file.Status == IngestStatus.Refused))
            Console.Out.WriteLine(file.Reason);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
