using System.CommandLine;
using System.Globalization;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Tickets;
using KpiPulse.Web.Api;

namespace KpiPulse.Web.Commands;

/// <summary><c>tickets METRIC …</c>: the rows behind a number.</summary>
internal static class TicketsCommand
{
    private static readonly Option<string> OutcomeOption = new("--outcome") { Description = "missed | met | all.", DefaultValueFactory = _ => "all" };

    private static readonly Option<bool> Csv = new("--csv") { Description = "As CSV, safe to open in a spreadsheet." };

    public static Command Create()
    {
        var command = new Command("tickets", "The rows behind a number.")
        {
            QuestionOptions.Metric, QuestionOptions.Week, QuestionOptions.From, QuestionOptions.Until, QuestionOptions.Weeks,
            QuestionOptions.Where, QuestionOptions.AsOf, QuestionOptions.Zone, OutcomeOption, Csv,
        };
        command.SetAction(parsed =>
        {
            var question = QuestionOptions.QuestionOf(parsed) with { Grain = Grain.None };
            var outcome = OutcomeOf(parsed.GetRequiredValue(OutcomeOption));
            using var stages = Stages.OpenUpToDate(parsed);
            var page = stages.Metrics.Tickets(question, Scope.Everything, outcome);
            if (parsed.GetValue(Settings.Json))
                Console.Out.WriteLine(KpiJson.Of(page).ToJsonString(KpiJson.Options));
            else if (parsed.GetValue(Csv))
                TicketsCsv.Write(Console.Out, page.Rows);
            else
                Print(page);
            return CommandLine.Done;
        });
        return command;
    }

    public static Outcome OutcomeOf(string? text) => text switch
    {
        null or "" or "all" => Outcome.All,
        "met" => Outcome.Met,
        "missed" => Outcome.Missed,
        _ => throw new QuestionException($"'{text}' is not an outcome. Write missed, met or all."),
    };

    private static void Print(TicketPage page)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{page.Count} rows"));
        TextTable.Write(Console.Out, TicketsCsv.Headers, page.Rows.Select(TicketsCsv.CellsOf));
    }
}
