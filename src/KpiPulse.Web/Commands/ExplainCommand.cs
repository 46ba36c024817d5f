using System.CommandLine;
using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.RootCause;
using KpiPulse.Web.Api;

namespace KpiPulse.Web.Commands;

/// <summary><c>explain METRIC …</c>: why it changed.</summary>
internal static class ExplainCommand
{
    private static readonly Option<string?> Against = new("--against") { Description = $"{Baseline.Forms}; previous by default." };

    private static readonly Option<int?> Top = new("--top") { Description = "At most so many causes." };

    public static Command Create()
    {
        var command = new Command("explain", "Why a metric changed: causes, tested, with what each contributes.")
        {
            QuestionOptions.Metric, QuestionOptions.Week, QuestionOptions.Where, QuestionOptions.AsOf, QuestionOptions.Zone, Against, Top,
        };
        command.SetAction(parsed =>
        {
            var question = QuestionOptions.QuestionOf(parsed) with { Grain = Grain.None };
            var against = Baseline.Parse(parsed.GetValue(Against));
            if (parsed.GetValue(Top) is < 1)
                throw new QuestionException("--top takes a number from 1.");
            using var stages = Stages.OpenUpToDate(parsed);
            var answer = new RootCauseReader(stages.Metrics).Explain(question, against, Scope.Everything);
            if (parsed.GetValue(Settings.Json))
                Console.Out.WriteLine(ExplainJson.Of(answer, stages.Metrics.Dimensions, parsed.GetValue(Top)).ToJsonString(KpiJson.Options));
            else
                Print(answer, stages.Metrics.Dimensions, parsed.GetValue(Top));
            return CommandLine.Done;
        });
        return command;
    }

    private static void Print(RootCauseAnswer answer, Dimensions dimensions, int? top)
    {
        var text = new CauseText(answer, dimensions, CultureInfo.InvariantCulture);
        Console.Out.WriteLine(text.Headline());
        Console.Out.WriteLine(text.Verdict());
        foreach (var cause in (answer.Explanation?.Causes ?? []).Take(top ?? int.MaxValue))
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{CauseText.StatusName(cause.Status)}: {text.NameOf(cause.Where)}");
            Console.Out.WriteLine($"  {text.Statement(cause)}");
            if (cause.Equivalents.Count > 0)
                Console.Out.WriteLine($"  Describes nearly the same rows: {text.Equivalents(cause)}");
        }

        if (answer.Explanation is { Rejected.Count: > 0 } found)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine("Not the cause:");
            foreach (var rejected in found.Rejected)
                Console.Out.WriteLine($"  {text.NameOf(rejected.Where)}: {rejected.Reason}");
        }
    }
}
