using System.CommandLine;
using System.Text.Json;
using KpiPulse.Metrics;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Web.Api;

namespace KpiPulse.Web.Commands;

/// <summary><c>report weekly --week W --out FILE.pdf</c>: the week on paper.</summary>
internal static class ReportCommand
{
    private static readonly Option<string> Week = new("--week") { Description = "ISO week, as 2026-W46.", Required = true };

    private static readonly Option<string> Out = new("--out") { Description = "The PDF to write.", Required = true };

    private static readonly Option<string?> Address = new("--address") { Description = "Where the pages are served, as http://kpi.example:5080; the report then links to them." };

    public static Command Create()
    {
        var weekly = new Command("weekly", "The week as a PDF, with its manifest beside it.") { Week, Out, QuestionOptions.Where, QuestionOptions.AsOf, Address };
        weekly.SetAction(Weekly);
        return new Command("report", "Reports as PDF.") { weekly };
    }

    private static int Weekly(ParseResult parsed)
    {
        if (!IsoWeek.TryParse(parsed.GetRequiredValue(Week), out var week))
            throw new QuestionException($"'{parsed.GetRequiredValue(Week)}' is not a week. Write it as 2026-W46.");

        using var stages = Stages.OpenUpToDate(parsed);
        var file = stages.Press.Print(new ReportRequest(week)
        {
            Where = [.. (parsed.GetValue(QuestionOptions.Where) ?? []).Select(QuestionOptions.FilterOf)],
            AsOf = QuestionOptions.InstantOf(parsed.GetValue(QuestionOptions.AsOf)),
            Links = LinksOf(parsed.GetValue(Address)),
        });
        var path = parsed.GetRequiredValue(Out);
        File.WriteAllBytes(path, file.Pdf);
        File.WriteAllText(path + ".manifest.json", file.Manifest.ToJson());
        File.WriteAllBytes(ReportSeal.SignaturePathOf(path), stages.Seal.Sign(file.Pdf));
        if (parsed.GetValue(Settings.Json))
            Console.Out.WriteLine(JsonSerializer.Serialize(new { path, pages = file.Manifest.Pages, sha256 = file.Sha256, figures = file.Manifest.Figures.Count, mismatches = Array.Empty<object>() }, KpiJson.Options));
        else
            Console.Out.WriteLine($"{path}: {file.Manifest.Pages} pages, {file.Manifest.Figures.Count} figures, sha256 {file.Sha256}");
        return CommandLine.Done;
    }

    private static LiveLinks? LinksOf(string? address) => address is null ? null
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? Reports.Links(uri)
        : throw new QuestionException($"'{address}' is not an address. Write it as http://kpi.example:5080.");
}
