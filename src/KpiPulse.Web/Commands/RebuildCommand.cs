using System.CommandLine;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Commands;

/// <summary><c>rebuild</c>: the warehouse again from the archive of received files, even when its file cannot be read any more.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var command = new Command("rebuild", "Make the warehouse again from the archive of received files.");
        command.SetAction((parsed, cancellation) =>
        {
            using var stages = OpenOrSetAside(parsed);
            using var progress = Progress.Of(stages.Ingestion);
            IngestCommand.Show(parsed, stages.Ingestion.Rebuild(progress, cancellation));

            // What was refused when it came is refused again: that is no failure of the rebuild.
            return Task.FromResult(CommandLine.Done);
        });
        return command;
    }

    private static Stages OpenOrSetAside(ParseResult parsed)
    {
        try
        {
            return Stages.Open(parsed);
        }
        catch (WarehouseException failure) when (failure.IsUnreadable)
        {
            var aside = DatabaseFile.SetAside(new WarehouseOptions { DataFolder = parsed.GetRequiredValue(Settings.Data) }, TimeProvider.System, "unreadable");
            Console.Error.WriteLine($"{failure.Message} It was set aside as {aside}.");
            return Stages.Open(parsed);
        }
    }
}
