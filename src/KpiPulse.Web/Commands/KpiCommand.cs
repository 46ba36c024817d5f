using System.CommandLine;
using KpiPulse.Metrics;
using KpiPulse.Web.Api;

namespace KpiPulse.Web.Commands;

/// <summary><c>kpi METRIC …</c>: the numbers.</summary>
internal static class KpiCommand
{
    public static Command Create()
    {
        var command = new Command("kpi", "The numbers of a metric.")
        {
            QuestionOptions.Metric, QuestionOptions.Week, QuestionOptions.From, QuestionOptions.Until, QuestionOptions.Weeks,
            QuestionOptions.Grain, QuestionOptions.By, QuestionOptions.Where, QuestionOptions.AsOf, QuestionOptions.Zone,
        };
        command.SetAction(parsed =>
        {
            var question = QuestionOptions.QuestionOf(parsed);
            using var stages = Stages.Open(parsed);
            var answer = stages.Metrics.Ask(question, Scope.Everything);
            if (parsed.GetValue(Settings.Json))
                Console.Out.WriteLine(KpiJson.Of(answer, stages.Metrics.Missing(question.Period)).ToJsonString(KpiJson.Options));
            else
                TextTable.Write(Console.Out, HeadersOf(answer), answer.Points.Select(point => CellsOf(point)));
            return CommandLine.Done;
        });
        return command;
    }

    private static string[] HeadersOf(MetricAnswer answer) =>
        ["period", .. answer.Question.By, answer.Metric.Id, "numerator", "denominator", "low", "high", "target", "status", "basis"];

    private static string?[] CellsOf(MetricPoint point) =>
    [
        point.Period, .. point.Dimensions.Select(pair => pair.Value), TextTable.Number(point.Value, 6), TextTable.Number(point.Numerator, 0), TextTable.Number(point.Denominator, 0),
        TextTable.Number(point.Low, 6), TextTable.Number(point.High, 6), TextTable.Number(point.Target, 4), point.Status, point.Basis,
    ];
}
