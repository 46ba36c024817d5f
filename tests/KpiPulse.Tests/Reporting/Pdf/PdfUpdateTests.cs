using System.Text;
using KpiPulse.Reporting.Pdf;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Outline;
using UglyToad.PdfPig.Tokens;
using Xunit;

namespace KpiPulse.Tests.Reporting.Pdf;

public sealed class PdfUpdateTests
{
    private static readonly DateTime At = new(2026, 11, 15, 15, 57, 29, DateTimeKind.Utc);

    [Fact]
    public void Bookmarks_language_dates_and_attachments_are_there_and_the_pages_untouched()
    {
        // More pages than one node of Skia's page tree holds.
        var drawn = PaperDocument.Print(
            new PaperFrame("Title", "Subject", "Week 46", "Final", "footer", "tests", null),
            [.. Enumerable.Range(1, 20).Select(number => new PaperSection($"日本 {number}", new TextBlock($"content{number}", Paper.Body)))]);

        var pdf = PdfUpdate.Append(drawn.Bytes, "en", At, drawn.Bookmarks, [new Attachment("manifest.json", "application/json", "{\"ü\":1}"u8.ToArray())]);

        Assert.Equal(drawn.Bytes, pdf[..drawn.Bytes.Length]);
        using var read = PdfDocument.Open(pdf);
        Assert.Equal("en", ((StringToken)read.Structure.Catalog.CatalogDictionary.Data["Lang"]).Data);
        Assert.Equal("Title", read.Information.Title);
        Assert.Equal("D:20261115155729Z", read.Information.CreationDate);
        Assert.True(read.TryGetBookmarks(out var bookmarks));
        Assert.Equal(
            Enumerable.Range(1, 20).Select(number => ($"日本 {number}", number)),
            bookmarks.Roots.Cast<DocumentBookmarkNode>().Select(node => (node.Title, node.PageNumber)));
        Assert.True(read.Advanced.TryGetEmbeddedFiles(out var files));
        Assert.Equal("{\"ü\":1}", Encoding.UTF8.GetString(Assert.Single(files).Bytes));
        Assert.Contains("content20", read.GetPage(20).GetWords().Select(word => word.Text));
    }
}
