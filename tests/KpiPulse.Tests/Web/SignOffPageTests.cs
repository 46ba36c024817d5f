using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using UglyToad.PdfPig;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>What the lead writes: a signature under W46, and an event that reports show.</summary>
public sealed class SignOffPageTests(OwnApp own) : IClassFixture<OwnApp>
{
    [Fact]
    public async Task The_week_is_signed_once_and_says_so_on_every_page_of_it()
    {
        var app = await own.App;
        var page = await Page(app, "/week/2026-W46");
        Assert.Contains("Provisional", page.QuerySelector("[data-testid=status]")!.TextContent, StringComparison.Ordinal);

        var answer = await Send(app, page, "[data-testid=sign-off] form", ("note", "agreed in the review"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        foreach (var address in (string[])["/week/2026-W46", "/metric/csat?week=2026-W46", "/tickets?metric=csat&week=2026-W46"])
        {
            page = await Page(app, address);
            Assert.Equal("Signed by everything@test, 16 Nov 2026 09:00", page.QuerySelector("[data-testid=signed]")!.TextContent);
            Assert.Contains("agreed in the review", page.QuerySelector("[data-testid=status]")!.TextContent, StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector("[data-testid=as-reported]"));
            Assert.Null(page.QuerySelector("[data-testid=sign-off]"));
        }

        Assert.Empty((await Page(app, "/week/2026-W46")).QuerySelectorAll("[data-testid=restated]"));
        Assert.Contains("as reported then", (await Page(app, "/week/2026-W46?asof=reported")).QuerySelector("[data-testid=status] b")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_is_drawn_in_the_report_of_what_it_touches_and_in_no_other()
    {
        var app = await own.App;
        app.Get<MetricEngine>().Events.Add("outage", "Blackout", new Period(new DateOnly(2026, 10, 20), new DateOnly(2026, 10, 21)), ["KR"], [], "Mei Tan");

        Assert.Contains("Blackout", await WordsOf(app, "KR"));
        Assert.DoesNotContain("Blackout", await WordsOf(app, "TH"));
    }

    private static async Task<HashSet<string>> WordsOf(RunningApp app, string market)
    {
        using var pdf = PdfDocument.Open(await app.Client.GetByteArrayAsync($"/report.pdf?week=2026-W46&market={market}", TestContext.Current.CancellationToken));
        return [.. pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text)];
    }

    private static async Task<HttpResponseMessage> Send(RunningApp app, IHtmlDocument page, string form, params (string Name, string Value)[] fields)
    {
        var element = (IHtmlFormElement)page.QuerySelector(form)!;
        var token = element.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await app.Client.PostAsync(
            element.GetAttribute("action"),
            new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).ToDictionary(field => field.Item1, field => field.Item2)),
            TestContext.Current.CancellationToken);
    }

    private static async Task<IHtmlDocument> Page(RunningApp app, string address) =>
        new HtmlParser().ParseDocument(await app.Client.GetStringAsync(address, TestContext.Current.CancellationToken));
}
