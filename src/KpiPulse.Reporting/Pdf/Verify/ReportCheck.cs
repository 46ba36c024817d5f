using System.Security.Cryptography;
using System.Text.Json;
using KpiPulse.Metrics;
using KpiPulse.Reporting.Pdf.Weekly;

namespace KpiPulse.Reporting.Pdf.Verify;

/// <summary>
/// Holds a report against the data: the figures are read back from the pages as a reader sees them and computed again by the
/// question that each answers, as of the instant that the report was made for; those of a closed week are held against what was kept then, too.
/// </summary>
public sealed class ReportCheck(ReportPress press, ReportSeal seal, SnapshotCheck snapshots, Func<Uri, LiveLinks> linksOf)
{
    /// <exception cref="ReportUnreadableException">The file is no report of this program; the message says what it is.</exception>
    public Verification Verify(byte[] pdf, byte[]? signature, string? publicKeyPem = null)
    {
        using var paper = PaperText.Open(pdf);
        var manifest = ManifestOf(paper);
        return new Verification(
            paper.Pages,
            Convert.ToHexStringLower(SHA256.HashData(pdf)),
            seal.Check(pdf, signature, publicKeyPem),
            manifest.Figures.Count,
            [.. snapshots.Mismatches(paper, manifest).Concat(Mismatches(pdf, paper, manifest)).DistinctBy(mismatch => (mismatch.Figure, mismatch.Part, mismatch.Page)).OrderBy(mismatch => mismatch.Page)]);
    }

    private List<Mismatch> Mismatches(byte[] pdf, PaperText paper, ReportManifest manifest)
    {
        ReportFile again;
        try
        {
            again = press.Print(manifest.ToRequest(linksOf));
        }
        catch (QuestionException failure)
        {
            return [new Mismatch("the whole report", "report", 1, manifest.Period, null, failure.Message)];
        }

        var computed = Numbered(again.Manifest.Figures);
        var found = new List<Mismatch>();
        foreach (var (key, figure) in Numbered(manifest.Figures))
        {
            var printed = paper.At(figure.Page, figure.Box);
            var expected = computed.GetValueOrDefault(key);
            if (expected is null)
                found.Add(Of(figure, printed, null, "the data has no such number any more"));
            else if (printed != PaperText.Plain(expected.Text))
                found.Add(Of(figure, printed, expected.Text, printed == PaperText.Plain(figure.Text) ? "the data gives another number" : "the page was changed"));
        }
        if (found.Count == 0 && again.Manifest.Program == manifest.Program && !again.Pdf.AsSpan().SequenceEqual(pdf))
            found.AddRange(OtherWords(paper, again));
        return found;
    }

    /// <summary>Words beside the figures: sentences, labels of charts, headings. Comparable only while the program lays out the same way.</summary>
    private static IEnumerable<Mismatch> OtherWords(PaperText paper, ReportFile again)
    {
        using var expected = PaperText.Open(again.Pdf);
        if (paper.Pages != expected.Pages)
            yield return new Mismatch("number of pages", "text", 1, $"{paper.Pages}", $"{expected.Pages}", "pages were added or are missing");
        for (var page = 1; page <= Math.Min(paper.Pages, expected.Pages); page++)
        {
            var (printed, computed) = (paper.WordsOf(page), expected.WordsOf(page));
            var at = printed.Zip(computed).TakeWhile(pair => pair.First == pair.Second).Count();
            if (at < Math.Max(printed.Count, computed.Count))
                yield return new Mismatch($"word {at + 1} of page {page}", "text", page, printed.ElementAtOrDefault(at) ?? "", computed.ElementAtOrDefault(at), "the text differs from what the data gives");
        }
    }

    /// <summary>The same figure may stand on several pages; its occurrences are counted.</summary>
    private static Dictionary<(string Name, FigurePart Part, int Occurrence), ManifestFigure> Numbered(IEnumerable<ManifestFigure> figures) => figures
        .GroupBy(figure => (figure.Name, figure.Part))
        .SelectMany(group => group.Select((figure, index) => (Key: (group.Key.Name, group.Key.Part, index), Figure: figure)))
        .ToDictionary(pair => pair.Key, pair => pair.Figure);

    internal static Mismatch Of(ManifestFigure figure, string printed, string? computed, string reason) =>
        new(figure.Name, JsonNamingPolicy.SnakeCaseLower.ConvertName(figure.Part.ToString()), figure.Page, printed, computed, reason);

    private static ReportManifest ManifestOf(PaperText paper)
    {
        try
        {
            return ReportManifest.Parse(paper.Attachment(ReportManifest.FileName) ?? throw new ReportUnreadableException("This PDF carries no manifest: it is not a report of KpiPulse, or its attachment was taken out."));
        }
        catch (JsonException failure)
        {
            throw new ReportUnreadableException($"The manifest in this PDF cannot be read: {failure.Message}", failure);
        }
    }
}
