using System.CommandLine;

namespace KpiPulse.Web.Commands;

/// <summary><c>rebuild</c>: the warehouse again from the archive of received files.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var command = new Command("rebuild", "Make the warehouse again from the archive of received files.");
        command.SetAction((parsed, cancellation) =>
        {
            using var stages = Stages.Open(parsed);
            var run = stages.Ingestion.Rebuild(Progress.ToErrors, cancellation);
            IngestCommand.Show(parsed, run);

            // What was refused when it came is refused again: that is no failure of the rebuild.
            return Task.FromResult(CommandLine.Done);
        });
        return command;
    }
}
