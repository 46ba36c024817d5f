using System.CommandLine;
using KpiPulse.Ingestion;

namespace KpiPulse.Web.Commands;

/// <summary><c>backup DIR</c>: a consistent copy of warehouse, archive and profiles.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("dir") { Description = "Folder to write the copy to." };
        var command = new Command("backup", "A consistent copy of warehouse, archive and profiles.") { target };
        command.SetAction(parsed =>
        {
            using var stages = Stages.Open(parsed);
            Show(parsed, DataCopy.BackUp(stages.Warehouse, parsed.GetRequiredValue(target)));
            return CommandLine.Done;
        });
        return command;
    }

    public static void Show(ParseResult parsed, DataCopyFacts facts)
    {
        if (parsed.GetValue(Settings.Json))
            Console.Out.WriteLine(IngestionJson.Of(facts));
        else
            Console.Out.WriteLine($"{facts.ReceivedFiles} received files, data version {facts.DataVersion}, as of {facts.TakenAt:yyyy-MM-dd HH:mm:ss} UTC.");
    }
}
