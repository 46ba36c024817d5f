using System.Globalization;
using KpiPulse.Reporting.Fonts;
using SkiaSharp;

namespace KpiPulse.Reporting.Pdf;

/// <param name="Page">From 1.</param>
internal sealed record Bookmark(string Title, int Page);

/// <summary>Sections on pages, as Skia writes them: the same input gives the same bytes on every machine.</summary>
internal sealed record PaperDocument(byte[] Bytes, int Pages, IReadOnlyList<PrintedFigure> Figures, IReadOnlyList<Bookmark> Bookmarks)
{
    public static PaperDocument Print(PaperFrame frame, IReadOnlyList<PaperSection> sections)
    {
        BundledFonts.Register();
        // All pages are known before the first is printed, because each says how many there are.
        var pages = sections.SelectMany(PagesOf).ToList();
        var figures = new List<PrintedFigure>();
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, MetadataOf(frame)))
        {
            for (var number = 1; number <= pages.Count; number++)
            {
                var canvas = new PaperCanvas(document.BeginPage(Paper.Width, Paper.Height), number, figures);
                frame.Draw(canvas, pages[number - 1].Title, string.Create(CultureInfo.InvariantCulture, $"Page {number} of {pages.Count}"));
                pages[number - 1].Content.Draw(canvas, Paper.Content);
                document.EndPage();
            }
            document.Close();
        }
        return new(stream.ToArray(), pages.Count, figures, [.. pages.Select((page, index) => (page, index)).Where(each => each.page.IsFirst).Select(each => new Bookmark(each.page.Title, each.index + 1))]);
    }

    private static IEnumerable<(string Title, bool IsFirst, Block Content)> PagesOf(PaperSection section)
    {
        var (fits, rest) = section.Content.Break(Paper.Content.Width, Paper.Content.Height);
        yield return (section.Title, true, fits ?? section.Content);
        while (fits is not null && rest is not null)
        {
            (fits, rest) = rest.Break(Paper.Content.Width, Paper.Content.Height) is (null, { } unbreakable) ? (unbreakable, null) : rest.Break(Paper.Content.Width, Paper.Content.Height);
            yield return (section.Title + ", continued", false, fits!);
        }
    }

    private static SKDocumentPdfMetadata MetadataOf(PaperFrame frame) => new()
    {
        Title = frame.Title,
        Subject = frame.Subject,
        Author = "KpiPulse",
        Creator = frame.Creator,
        EncodingQuality = 101,
        RasterDpi = 144,
    };
}
