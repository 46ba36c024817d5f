using KpiPulse.Metrics;
using KpiPulse.Reporting.Pdf.Verify;
using KpiPulse.Reporting.Pdf.Weekly;
using KpiPulse.Tests.Web;
using UglyToad.PdfPig;
using Xunit;

namespace KpiPulse.Tests.Reporting.Pdf;

/// <summary>What a reader has on screen, on paper: from the page's own link.</summary>
public sealed class ViewReportTests(SampleApp sample)
{
    [Theory]
    [InlineData("/metric/csat?week=2026-W46&market=KR&zone=Asia/Tokyo", "CSAT 67.7%", "67.7%")]
    [InlineData("/why/sla_first_reply?week=2026-W46&market=KR&lob=Age%20Support&against=four_week_mean", "Site MNL-2 · Category age verification document", "79.6%")]
    [InlineData("/week/2026-W46?market=KR&lob=Age%20Support", "SLA first reply fell to 79.6%", "79.6%")]
    public async Task The_PDF_of_a_page_has_its_filters_and_its_numbers(string page, string finding, string number)
    {
        var app = await sample.App;
        var html = await app.Client.GetStringAsync(page, TestContext.Current.CancellationToken);
        var link = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html).QuerySelector("[data-testid=pdf]")!.GetAttribute("href")!;

        var pdf = await app.Client.GetByteArrayAsync(link, TestContext.Current.CancellationToken);

        using var read = PdfDocument.Open(pdf);
        var pages = read.GetPages().Select(each => string.Join(' ', each.GetWords().Select(word => word.Text))).ToList();
        Assert.All(pages, text => Assert.Contains("market KR", text, StringComparison.Ordinal));
        Assert.Contains(pages, text => text.Contains(finding, StringComparison.Ordinal));
        Assert.Contains(pages, text => text.Contains(number, StringComparison.Ordinal));
        if (page.Contains("zone=", StringComparison.Ordinal))
            Assert.All(pages, text => Assert.Contains("Asia/Tokyo", text, StringComparison.Ordinal));
        var found = app.Get<ReportCheck>().Verify(pdf, null);
        Assert.True(found.Figures > 2);
        Assert.Equal([], found.Mismatches);
    }

    [Fact]
    public async Task A_month_has_the_same_parts_and_every_figure_is_the_engines_answer()
    {
        var app = await sample.App;
        var request = ReportRequest.OfMonth(new DateOnly(2026, 10, 1)) with { Where = [new DimensionFilter("market", ["KR"])] };

        var file = app.Get<ReportPress>().Print(request);

        using var read = PdfDocument.Open(file.Pdf);
        Assert.True(read.TryGetBookmarks(out var bookmarks));
        Assert.Equal(["Summary", "Scorecard", "Users: CSAT", "Operations: SLA and backlog", "Why", "Quality", "Data and method", "Table of numbers"], bookmarks.Roots.Select(node => node.Title));
        using var paper = PaperText.Open(file.Pdf);
        var engine = app.Get<MetricEngine>();
        var asOf = file.Manifest.ToRequest(_ => null!).AsOf!.Value;
        foreach (var figure in file.Manifest.Figures.Where(figure => figure.Page <= 2))
        {
            var question = figure.Question(asOf);
            Assert.Equal(new Period(new DateOnly(2026, 10, 1), new DateOnly(2026, 11, 1)), question.Period);
            Assert.Equal(PaperText.Plain(Printed.TextOf(MetricCatalog.Get(figure.Metric), engine.Ask(question, Scope.Everything).Only, figure.Part)), paper.At(figure.Page, figure.Box));
        }

        var check = app.Get<ReportCheck>().Verify(file.Pdf, null);
        Assert.Equal(file.Manifest.Figures.Count, check.Figures);
        Assert.Equal([], check.Mismatches);
    }
}
