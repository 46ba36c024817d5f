using System.CommandLine;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Passport;
using KpiPulse.Web.Api;

namespace KpiPulse.Web.Commands;

/// <summary><c>kpi METRIC …</c>: the numbers.</summary>
internal static class KpiCommand
{
    private static readonly Option<bool> Passport = new("--passport") { Description = "Where the numbers come from as well: query, files, frozen weeks, restatements." };

    public static Command Create()
    {
        var command = new Command("kpi", "The numbers of a metric.")
        {
            QuestionOptions.Metric, QuestionOptions.Week, QuestionOptions.From, QuestionOptions.Until, QuestionOptions.Weeks,
            QuestionOptions.Grain, QuestionOptions.By, QuestionOptions.Where, QuestionOptions.AsOf, QuestionOptions.Zone, Passport,
        };
        command.SetAction(parsed =>
        {
            var question = QuestionOptions.QuestionOf(parsed);
            using var stages = Stages.OpenUpToDate(parsed);
            var answer = stages.Metrics.Ask(question, Scope.Everything);
            var passport = parsed.GetValue(Passport) ? stages.Passports.Of(question, Scope.Everything) : null;
            if (parsed.GetValue(Settings.Json))
            {
                var body = KpiJson.Of(answer, stages.Metrics.Missing(question.Period), stages.Weeks);
                if (passport is not null)
                    body["passport"] = PassportJson.Of(passport);
                Console.Out.WriteLine(body.ToJsonString(KpiJson.Options));
                return CommandLine.Done;
            }

            TextTable.Write(Console.Out, HeadersOf(answer), answer.Points.Select(point => CellsOf(point)));
            if (passport is not null)
                Write(Console.Out, passport);
            return CommandLine.Done;
        });
        return command;
    }

    private static void Write(TextWriter output, NumberPassport passport)
    {
        output.WriteLine();
        output.WriteLine($"{passport.Answer.Metric.Definition} (definition version {passport.Answer.Metric.Version})");
        output.WriteLine($"as of {KpiJson.Instant(passport.Answer.AsOf)}, weeks in {passport.Answer.Zone}");
        output.WriteLine();
        foreach (var (what, value) in passport.Beside)
            output.WriteLine($"beside it: {what} {TextTable.Number(value, 1)}");
        output.WriteLine(passport.Sql.TrimEnd());
        foreach (var (name, value) in passport.Parameters)
            output.WriteLine($"-- ${name} = {value}");
        output.WriteLine();
        TextTable.Write(output, ["file", "source", "rows", "sha256"], passport.Files.Select(file => new[] { file.FileName, file.SourceId, TextTable.Number(file.RowCount, 0), file.Sha256 }));
        foreach (var week in passport.Weeks)
            output.WriteLine($"{week.Week}: {(week.IsFrozen ? $"frozen as of {KpiJson.Instant(week.AsOf)} by {week.By}" : $"provisional until {KpiJson.Instant(week.DueAt)}")}");
        foreach (var restatement in passport.Restatements)
            output.WriteLine($"{restatement.Week} restated: {TextTable.Number(restatement.Frozen?.Value, 6)} → {TextTable.Number(restatement.Now?.Value, 6)}: {restatement.Why}");
    }

    private static string[] HeadersOf(MetricAnswer answer) =>
        ["period", .. answer.Question.By, answer.Metric.Id, "numerator", "denominator", "low", "high", "target", "status", "basis"];

    private static string?[] CellsOf(MetricPoint point) =>
    [
        point.Period, .. point.Dimensions.Select(pair => pair.Value), TextTable.Number(point.Value, 6), TextTable.Number(point.Numerator, 0), TextTable.Number(point.Denominator, 0),
        TextTable.Number(point.Low, 6), TextTable.Number(point.High, 6), TextTable.Number(point.Target, 4), point.Status, point.Basis,
    ];
}
