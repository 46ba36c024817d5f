using System.CommandLine;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Warehouse;

namespace KpiPulse.Web.Commands;

/// <summary><c>doctor</c>: every invariant checked, counter-examples listed.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check every invariant of the data folder.");
        command.SetAction(parsed =>
        {
            using var stages = Stages.Open(parsed);
            List<FailedCheck> failures = [.. stages.Examination.Run(), .. stages.Weeks.Contradictions().Select(FailureOf)];
            if (new AuditTrail(stages.Warehouse).CutOff() is { } cutOff)
                failures.Add(cutOff);
            if (parsed.GetValue(Settings.Json))
                Console.Out.WriteLine(IngestionJson.Of(new { Sound = failures.Count == 0, Failures = failures }));
            else if (failures.Count == 0)
                Console.Out.WriteLine("Every check holds.");
            else
                TextTable.Write(Console.Out, ["claim", "counter-example"], failures.Select(failure => new[] { failure.Claim, failure.CounterExample }));
            return failures.Count == 0 ? CommandLine.Done : CommandLine.Refused;
        });
        return command;
    }

    private static FailedCheck FailureOf(Restatement contradiction) =>
        new("a frozen number comes out again as of its instant", $"week = {contradiction.Week}, cell = {contradiction.Cell}, frozen = {contradiction.Frozen}, now = {contradiction.Now}");
}
