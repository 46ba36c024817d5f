using System.CommandLine;
using System.Text.Json;
using KpiPulse.Metrics;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Web.Api;

namespace KpiPulse.Web.Commands;

/// <summary><c>report weekly --week W --out FILE.pdf</c> and <c>report monthly --month M --out FILE.pdf</c>: a week, a month on paper.</summary>
internal static class ReportCommand
{
    private static readonly Option<string> Week = new("--week") { Description = "ISO week, as 2026-W46.", Required = true };

    private static readonly Option<string> Month = new("--month") { Description = "A month of the calendar, as 2026-10.", Required = true };

    private static readonly Option<string> Out = new("--out") { Description = "The PDF to write.", Required = true };

    private static readonly Option<string?> Address = new("--address") { Description = "Where the pages are served, as http://kpi.example:5080; the report then links to them." };

    public static Command Create()
    {
        var weekly = new Command("weekly", "The week as a PDF, with its manifest beside it.") { Week, Out, QuestionOptions.Where, QuestionOptions.AsOf, Address };
        weekly.SetAction(parsed => Print(parsed, IsoWeek.TryParse(parsed.GetRequiredValue(Week), out var week)
            ? new ReportRequest(week)
            : throw new QuestionException($"'{parsed.GetRequiredValue(Week)}' is not a week. Write it as 2026-W46.")));
        var monthly = new Command("monthly", "A month as a PDF in the same parts, with its manifest beside it.") { Month, Out, QuestionOptions.Where, QuestionOptions.AsOf, Address };
        monthly.SetAction(parsed => Print(parsed, ReportRequest.OfMonth(Grains.MonthOf(parsed.GetRequiredValue(Month)))));
        return new Command("report", "Reports as PDF.") { weekly, monthly };
    }

    private static int Print(ParseResult parsed, ReportRequest period)
    {
        using var stages = Stages.OpenUpToDate(parsed);
        var file = stages.Press.Print(period with
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
