using System.CommandLine;
using KpiPulse.Ingestion;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Commands;

/// <summary><c>backup DIR</c>: a consistent copy of warehouse, archive and profiles.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("dir") { Description = "Folder to write the copy to." };
        var command = new Command("backup", "A consistent copy of warehouse, archive and profiles.") { target };
        command.SetAction(async (parsed, cancellation) =>
        {
            Show(parsed, await BackUp(parsed, parsed.GetRequiredValue(target), cancellation));
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>By the process that serves the data folder, if one does: it goes on serving and ingesting.</summary>
    private static async Task<DataCopyFacts> BackUp(ParseResult parsed, string target, CancellationToken cancellation)
    {
        try
        {
            using var stages = Stages.Open(parsed);
            return DataCopy.BackUp(stages.Warehouse, target);
        }
        catch (WarehouseException failure) when (failure.IsInUse)
        {
            return await new BackupRequests(Stages.OptionsOf(parsed)).Ask(target, cancellation);
        }
    }

    public static void Show(ParseResult parsed, DataCopyFacts facts)
    {
        if (parsed.GetValue(Settings.Json))
            Console.Out.WriteLine(IngestionJson.Of(facts));
        else
            Console.Out.WriteLine($"{facts.ReceivedFiles} received files, data version {facts.DataVersion}, as of {facts.TakenAt:yyyy-MM-dd HH:mm:ss} UTC.");
    }
}
