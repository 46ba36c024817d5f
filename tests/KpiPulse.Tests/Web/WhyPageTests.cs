using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace KpiPulse.Tests.Web;

public sealed class WhyPageTests(SampleApp sample)
{
    private const string KrAgeSupport = "week=2026-W46&market=KR&lob=Age%20Support";

    [Fact]
    public async Task The_list_behind_a_cause_counts_what_the_cause_says()
    {
        var page = await Page($"/why/sla_first_reply?{KrAgeSupport}");
        var link = page.QuerySelector("[data-testid=cause-tickets]")!;

        var list = await Page(link.GetAttribute("href")!);

        Assert.Equal("26", link.TextContent.Split(' ')[0]);
        Assert.StartsWith("26 rows that missed", list.QuerySelector("[data-testid=tickets-sentence]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_waterfall_adds_up_in_the_table_under_it()
    {
        var page = await Page($"/why/csat?week=2026-W46&against=previous");

        var values = page.QuerySelectorAll(".show-table tbody tr").Where(row => row.Closest("figure") is not null)
            .Select(row => Number(row.QuerySelectorAll("td")[1].TextContent)).ToList();

        Assert.True(values.Count >= 4);
        Assert.Equal(values[^1], values[0] + values.Skip(1).SkipLast(1).Sum(), 0.15);
    }

    [Fact]
    public async Task Every_step_of_the_walk_is_a_page_of_its_own()
    {
        var page = await Page("/why/csat?week=2026-W46");
        var step = page.QuerySelector("[data-testid=walk] tbody th a")!;

        var next = await Page(step.GetAttribute("href")!);

        Assert.Equal(step.TextContent, next.QuerySelector(".breadcrumbs [aria-current]")!.TextContent);
        Assert.NotEqual(page.QuerySelector("[data-testid=walk] thead th")!.TextContent, next.QuerySelector("[data-testid=walk] thead th")!.TextContent);
    }

    [Fact]
    public async Task Page_and_api_say_the_same()
    {
        var page = await Page($"/why/sla_first_reply?{KrAgeSupport}&against=previous");
        using var api = JsonDocument.Parse(await (await sample.App).Client.GetStringAsync($"/api/explain/sla_first_reply?{KrAgeSupport}", TestContext.Current.CancellationToken));
        var answer = api.RootElement;

        Assert.Equal(answer.GetProperty("headline").GetString(), page.QuerySelector("[data-testid=headline]")!.TextContent);
        Assert.Equal(answer.GetProperty("statement").GetString(), page.QuerySelector("[data-testid=verdict]")!.TextContent);
        Assert.Equal(answer.GetProperty("change").GetDouble(), answer.GetProperty("mix_effect").GetDouble() + answer.GetProperty("rate_effect").GetDouble(), 1e-9);
        Assert.Equal(113, answer.GetProperty("after").GetProperty("numerator").GetDouble());
        Assert.Equal("previous", answer.GetProperty("against").GetString());
    }

    private async Task<IDocument> Page(string address) =>
        new HtmlParser().ParseDocument(await (await sample.App).Client.GetStringAsync(address, TestContext.Current.CancellationToken));

    private static double Number(string text) =>
        double.Parse(text.Replace("pp", "", StringComparison.Ordinal).Replace("−", "-", StringComparison.Ordinal).Trim(' ', '\u00A0', '%', '+'), CultureInfo.InvariantCulture);
}
