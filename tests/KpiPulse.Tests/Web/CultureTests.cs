using AngleSharp.Html.Parser;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>Numbers and days are the reader's; words are those of the resource files.</summary>
public sealed class CultureTests(SampleApp sample)
{
    [Theory]
    [InlineData("de", "74,1", "15.11.2026")]
    [InlineData("en-GB", "74.1", "15 Nov 2026")]
    [InlineData("fr-FR", "74,1", "15/11/2026")]
    [InlineData("th-TH", "74.1", "15/11/2026")]
    [InlineData("xx", "74.1", "15 Nov 2026")]
    public async Task A_page_speaks_the_readers_numbers(string languages, string csat, string day)
    {
        var app = await sample.App;

        var page = new HtmlParser().ParseDocument(await Get(app, languages, "/week/2026-W46"));

        Assert.Equal(csat, page.QuerySelector("[data-testid=total] b")!.TextContent);
        Assert.Contains($"Data to {day}", page.QuerySelector("[data-testid=status]")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(await Get(app, languages, "/metric/created?week=2026-W46"));
        Assert.NotEmpty(await Get(app, languages, "/ticket/desk/D-138829"));
    }

    private static async Task<string> Get(RunningApp app, string languages, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptLanguage.ParseAdd(languages);
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{address} in {languages}: {response.StatusCode}\n{app.Log.Errors.LastOrDefault()}");
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
