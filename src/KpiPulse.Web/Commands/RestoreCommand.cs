using System.CommandLine;
using KpiPulse.Ingestion;
using KpiPulse.Warehouse;
using Microsoft.Extensions.Logging.Abstractions;

namespace KpiPulse.Web.Commands;

/// <summary><c>restore DIR</c>: the data folder as a backup has it; what stands there is set aside.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("dir") { Description = "Folder that `backup` wrote to." };
        var command = new Command("restore", "Bring back a copy made by backup; what stands there is set aside.") { from };
        command.SetAction(parsed =>
        {
            var options = new WarehouseOptions { DataFolder = parsed.GetRequiredValue(Settings.Data) };
            BackupCommand.Show(parsed, DataCopy.Restore(parsed.GetRequiredValue(from), options, TimeProvider.System, NullLogger.Instance));

            // What came after the backup and is in the archive of this folder is taken again.
            using var stages = Stages.Open(parsed);
            using var progress = Progress.Of(stages.Ingestion);
            stages.Ingestion.CatchUp(progress);
            return CommandLine.Done;
        });
        return command;
    }
}
