using System.CommandLine;
using KpiPulse.Ingestion;

namespace KpiPulse.Web.Commands;

/// <summary><c>sources</c>: the source profiles; <c>sources check PATH</c>: what a file would become, without loading it.</summary>
internal static class SourcesCommand
{
    private static readonly Argument<string> Path = new("path") { Description = "An export." };

    private static readonly Option<string?> Source = new("--source") { Description = "The profile to read it with." };

    public static Command Create()
    {
        var check = new Command("check", "A dry run: which profile takes the file, what each column becomes, which rows would be rejected and why.") { Path, Source };
        check.SetAction(Check);
        var command = new Command("sources", "The source profiles.") { check };
        command.SetAction(List);
        return command;
    }

    private static int List(ParseResult parsed)
    {
        using var stages = Stages.Open(parsed);
        var profiles = stages.Sources.Profiles();
        if (parsed.GetValue(Settings.Json))
        {
            Console.Out.WriteLine(IngestionJson.Of(new { Sources = profiles }));
            return CommandLine.Done;
        }

        TextTable.Write(Console.Out, ["source", "fills", "sla basis", "zone", "from"], profiles.Where(profile => profile.Problem is null)
            .Select(profile => new[] { profile.Id, string.Join(", ", profile.Tables), profile.SlaBasis, profile.TimeZone, profile.IsShipped ? "shipped" : profile.Path }));
        foreach (var profile in profiles.Where(profile => profile.Problem is not null))
            Console.Out.WriteLine(profile.Problem);
        return CommandLine.Done;
    }

    private static int Check(ParseResult parsed)
    {
        using var stages = Stages.Open(parsed);
        var preview = stages.Ingestion.Preview(parsed.GetRequiredValue(Path), parsed.GetValue(Source));
        if (parsed.GetValue(Settings.Json))
            Console.Out.WriteLine(IngestionJson.Of(preview));
        else
            Show(preview);
        return preview.Refusal is null ? CommandLine.Done : CommandLine.Refused;
    }

    private static void Show(FilePreview preview)
    {
        Console.Out.WriteLine(preview.Source is null ? "No profile takes this file." : $"Profile: {preview.Source}");
        if (preview.Refusal is not null)
            Console.Out.WriteLine(preview.Refusal);
        if (preview.Columns.Count > 0)
            TextTable.Write(Console.Out, ["canonical column", "comes from", "as"], preview.Columns.Select(column => new[] { $"{column.Table}.{column.Column}", column.From, column.How }));
        if (preview.Unused.Count > 0)
            Console.Out.WriteLine($"Not used: {string.Join(", ", preview.Unused)}");
        Console.Out.WriteLine($"{preview.Rows.Offered} rows offered, {preview.Rows.Loaded} would load, {preview.Rows.Rejected} would be rejected.");
        if (preview.Rejected.Count > 0)
            TextTable.Write(Console.Out, ["line", "column", "reason", "value"], preview.Rejected.Select(row => new[] { TextTable.Number(row.LineNo, 0), row.ColumnName, row.Reason, row.Value }));
        if (preview.Proposal is not null)
            Console.Out.WriteLine(preview.Proposal);
    }
}
