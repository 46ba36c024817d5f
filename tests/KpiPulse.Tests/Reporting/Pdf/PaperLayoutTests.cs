using KpiPulse.Reporting;
using KpiPulse.Reporting.Pdf;
using UglyToad.PdfPig;
using Xunit;

namespace KpiPulse.Tests.Reporting.Pdf;

public sealed class PaperLayoutTests
{
    [Fact]
    public void A_long_table_repeats_its_header_and_loses_no_row()
    {
        var table = new Table([new PaperColumn("Market", 1), new PaperColumn("Number", 1)], [.. Enumerable.Range(1, 80).Select(row => (IReadOnlyList<Block>)[new TextBlock($"row{row}", Paper.Cell), new TextBlock("x", Paper.Cell)])]);

        using var pdf = Read(Print(new PaperSection("Numbers", table)));

        Assert.True(pdf.NumberOfPages > 2);
        Assert.All(pdf.GetPages(), page => Assert.Contains("Market", page.GetWords().Select(word => word.Text)));
        Assert.Equal(Enumerable.Range(1, 80).Select(row => $"row{row}"), pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text).Where(word => word.StartsWith("row", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(29)]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(32)]
    public void A_page_never_holds_a_single_row_of_a_longer_table(int rows)
    {
        var table = new Table([new PaperColumn("Market", 1)], [.. Enumerable.Range(1, rows).Select(row => (IReadOnlyList<Block>)[new TextBlock($"row{row}", Paper.Cell)])]);

        using var pdf = Read(Print(new PaperSection("Numbers", table)));

        Assert.All(pdf.GetPages(), page => Assert.True(page.GetWords().Count(word => word.Text.StartsWith("row", StringComparison.Ordinal)) >= 2));
    }

    [Theory]
    [InlineData(430)]
    [InlineData(450)]
    [InlineData(465)]
    public void A_heading_stays_with_what_it_heads(float above)
    {
        var content = new Stack([new Gap(above), new TextBlock("Heading", Paper.Heading) { IsHeading = true }, new Table([new PaperColumn("Market", 1)], [[new TextBlock("row1", Paper.Cell)], [new TextBlock("row2", Paper.Cell)], [new TextBlock("row3", Paper.Cell)]])]);

        using var pdf = Read(Print(new PaperSection("Numbers", content)));

        var page = Assert.Single(pdf.GetPages(), page => page.GetWords().Any(word => word.Text == "Heading"));
        Assert.Contains("row1", page.GetWords().Select(word => word.Text));
    }

    [Fact]
    public void A_paragraph_breaks_between_lines_and_keeps_every_word()
    {
        var words = Enumerable.Range(1, 2000).Select(word => $"w{word}").ToList();

        using var pdf = Read(Print(new PaperSection("Text", new TextBlock(string.Join(' ', words), Paper.Body))));

        Assert.True(pdf.NumberOfPages > 1);
        Assert.Equal(words, pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text).Where(word => word[0] == 'w' && char.IsDigit(word[^1])));
    }

    [Fact]
    public void Every_page_says_what_it_is_and_of_how_many()
    {
        var document = Print(new PaperSection("First", new TextBlock("a", Paper.Body)), new PaperSection("Second", new TextBlock("b", Paper.Body)));

        using var pdf = Read(document);
        Assert.Contains("Page 1 of 2", TextOf(pdf, 1), StringComparison.Ordinal);
        Assert.Contains("Page 2 of 2", TextOf(pdf, 2), StringComparison.Ordinal);
        Assert.All(pdf.GetPages(), page => Assert.Contains("Provisional", TextOf(pdf, page.Number), StringComparison.Ordinal));
        Assert.Equal([new Bookmark("First", 1), new Bookmark("Second", 2)], document.Bookmarks);
    }

    [Fact]
    public void A_link_covers_its_text()
    {
        var document = Print(new PaperSection("First", new TextBlock("see the page", Paper.Body) { Link = "http://kpi.example/week/2026-W46?market=JP" }));

        using var pdf = Read(document);
        var link = Assert.Single(pdf.GetPage(1).GetHyperlinks());
        Assert.Equal("http://kpi.example/week/2026-W46?market=JP", link.Uri);
    }

    private static string TextOf(PdfDocument pdf, int page) => string.Join(' ', pdf.GetPage(page).GetWords().Select(word => word.Text));

    private static PaperDocument Print(params PaperSection[] sections) =>
        PaperDocument.Print(new PaperFrame("Title", "Subject", "Week 46", "Provisional", "footer", "tests", null), sections);

    private static PdfDocument Read(PaperDocument document) => PdfDocument.Open(document.Bytes);
}
