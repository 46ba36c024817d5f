using Microsoft.Playwright;
using Xunit;

namespace KpiPulse.BrowserTests;

public sealed class PageTests(Browser browser)
{
    private const string Shifts = """
        new Promise(done => {
            const shifts = [];
            new PerformanceObserver(list => {
                for (const entry of list.getEntries())
                    if (entry.value >= 0.001)
                        shifts.push(`${entry.value.toFixed(4)} at ${entry.startTime.toFixed(0)} ms: ${entry.sources.map(s => s.node?.nodeName + '.' + (s.node?.className ?? '')).join(', ')}`);
            }).observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => done(shifts), 150);
        })
        """;

    [Theory]
    [MemberData(nameof(SitePages.All), MemberType = typeof(SitePages))]
    public async Task A_page_opens_without_complaint_in_both_themes_and_widths(string name, string address)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            foreach (var width in (int[])[1440, 390])
            {
                await using var tab = await browser.Open(address, width, scheme);

                // Before the picture: for a whole page the browser's window is made as tall as the page, which moves things.
                var shifts = await tab.Page.EvaluateAsync<string[]>(Shifts);
                await tab.Screenshot($"{name}-{width}-{scheme.ToString().ToLowerInvariant()}");
                Assert.True(shifts.Length == 0, $"{name} shifts while it loads, {width} px wide: {string.Join("; ", shifts)}");

                if (!SitePages.AreErrors(name))
                    Assert.Empty(tab.Complaints);
                var overflow = await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                Assert.True(overflow <= 0, $"{name} is {overflow} px wider than a screen of {width}.");
            }
        }
    }

    [Theory]
    [InlineData("/week/2026-W46")]
    [InlineData("/metric/csat?week=2026-W46")]
    [InlineData("/tickets?metric=sla_first_reply&outcome=missed&week=2026-W46")]
    public async Task A_page_with_all_that_it_loads_is_light(string address)
    {
        await using var tab = await browser.Open(address);

        var parts = await tab.Page.EvaluateAsync<string[]>("[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(part => `${part.encodedBodySize} ${new URL(part.name).pathname}`)");

        var bytes = parts.Sum(part => long.Parse(part.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(bytes is > 10_000 and <= 150_000, $"{bytes} bytes: {string.Join(", ", parts)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{address}: {bytes} bytes: {string.Join(", ", parts)}");
    }

    [Fact]
    public async Task From_a_number_of_the_week_to_the_rows_behind_it_without_script()
    {
        await using var tab = await browser.Open("/", script: false);

        var cell = tab.ById("cell").Locator("a").First;
        var label = await cell.GetAttributeAsync("title");
        await cell.ClickAsync();

        var sentence = await tab.ById("tickets-sentence").InnerTextAsync();
        var n = label!.Split("n = ")[1].Split(',')[0];
        Assert.StartsWith(n + " ", sentence.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(await tab.ById("tickets").Locator("tbody tr").CountAsync() > 0);
    }

    [Fact]
    public async Task A_point_of_a_chart_leads_to_its_tickets()
    {
        await using var tab = await browser.Open("/metric/csat?week=2026-W46");

        await tab.Page.Locator("figure svg a").Last.ClickAsync();

        Assert.Contains("/tickets", tab.Page.Url, StringComparison.Ordinal);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task The_scope_bar_narrows_the_view_and_the_address_says_so()
    {
        await using var tab = await browser.Open("/week/2026-W46");

        await tab.Page.Locator("details.menu", new PageLocatorOptions { HasText = "Market" }).First.Locator("summary").ClickAsync();
        await tab.Page.GetByLabel("JP", new PageGetByLabelOptions { Exact = true }).CheckAsync();
        await tab.Page.Locator("details[open] button[type=submit]").ClickAsync();

        Assert.Contains("market=JP", tab.Page.Url, StringComparison.Ordinal);
        Assert.All(await tab.Page.Locator("table.scorecard tbody tr:not(.total) th").AllInnerTextsAsync(), row => Assert.StartsWith("JP", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reasons_are_coded_by_keyboard_alone()
    {
        await using var tab = await browser.Open("/why/sla_first_reply?week=2026-W46&market=KR&lob=Age%20Support");
        await tab.ById("keep-evidence").First.ClickAsync();
        await tab.Page.WaitForURLAsync("**/evidence/*");
        await tab.Screenshot("evidence-1440-light");

        var rows = tab.ById("evidence").Locator("tbody tr");
        await rows.First.FocusAsync();
        foreach (var key in (string[])["1", "1", "4", "ArrowUp", "0", "Enter"])
            await tab.Page.Keyboard.PressAsync(key);
        await tab.Page.GetByText("2 of 25 coded").WaitForAsync();

        Assert.Equal(["capacity", "capacity", ""], await rows.Locator("select").EvaluateAllAsync<string[]>("lists => lists.slice(0, 3).map(list => list.value)"));
        Assert.Empty(tab.Complaints);
    }
}
