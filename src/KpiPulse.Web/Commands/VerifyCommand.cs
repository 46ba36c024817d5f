using System.CommandLine;
using System.Text.Json;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Web.Api;

namespace KpiPulse.Web.Commands;

/// <summary><c>verify FILE.pdf</c>: is it the file that was signed, and does the data say what it says?</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> PdfFile = new("FILE") { Description = "A report; its signature is FILE.sig." };

    private static readonly Option<string?> PublicKey = new("--public-key") { Description = "PEM file to check the signature with; the data folder's own by default." };

    public static Command Create()
    {
        var command = new Command("verify", "Checks a report's signature and computes every figure in it again.") { PdfFile, PublicKey };
        command.SetAction(Verify);
        return command;
    }

    private static int Verify(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(PdfFile);
        if (!File.Exists(path))
            return Refuse($"There is no file {path}.");

        using var stages = Stages.OpenUpToDate(parsed);
        try
        {
            var signature = ReportSeal.SignaturePathOf(path);
            var found = stages.Check.Verify(
                File.ReadAllBytes(path),
                File.Exists(signature) ? File.ReadAllBytes(signature) : null,
                parsed.GetValue(PublicKey) is { } key ? File.ReadAllText(key) : null);
            Show(parsed, path, found);
            return found.IsSound ? CommandLine.Done : CommandLine.Refused;
        }
        catch (ReportUnreadableException failure)
        {
            return Refuse($"{path}: {failure.Message}");
        }
    }

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return CommandLine.Refused;
    }

    private static void Show(ParseResult parsed, string path, Verification found)
    {
        if (parsed.GetValue(Settings.Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new { path, pages = found.Pages, sha256 = found.Sha256, figures = found.Figures, mismatches = found.Mismatches, signature = SealText(found.Seal) }, KpiJson.Options));
            return;
        }

        Console.Out.WriteLine($"Signature: {SealText(found.Seal)}");
        Console.Out.WriteLine(found.Mismatches is [var first, ..]
            ? $"{first.Figure} ({first.Part}, page {first.Page}): printed {first.Printed}, computed {first.Recomputed ?? "nothing"}: {first.Reason}."
            : $"All {found.Figures} figures and every word on {found.Pages} pages are what the data gives.");
        if (found.Mismatches.Count > 1)
            Console.Out.WriteLine($"{found.Mismatches.Count - 1} more differ; --json lists them.");
    }

    private static string SealText(SealState state) => state switch
    {
        SealState.Valid => "valid",
        SealState.Broken => "broken: the file is not the one that was signed",
        SealState.Missing => "missing: there is no .sig file beside it",
        _ => "unknown: there is no public key to check it with; give --public-key",
    };
}
