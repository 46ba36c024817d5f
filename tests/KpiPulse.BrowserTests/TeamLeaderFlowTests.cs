using Microsoft.Playwright;
using Xunit;

namespace KpiPulse.BrowserTests;

/// <summary>The team leader's Monday: her misses, a sample of them, a reason for each.</summary>
public sealed class TeamLeaderFlowTests(Browser browser)
{
    [Fact]
    public async Task From_a_mail_link_over_a_sample_of_misses_to_their_reasons()
    {
        // What is coded in one application counts in all of it, so not in one that other tests write to.
        await using var app = await Browser.StartApp();

        // 1. The link opens scoped to her site.
        await using var tab = await browser.Open("/week/2026-W46?by=site&site=MNL-2", on: app);
        Assert.All(await tab.ById("scorecard").Locator("tbody tr:not(.total) th").AllInnerTextsAsync(), row => Assert.Contains("MNL-2", row, StringComparison.Ordinal));

        // 2. Her misses: as many rows as the number says.
        await tab.Goto("/metric/sla_first_reply?week=2026-W46&market=KR&lob=Age%20Support&site=MNL-2");
        await tab.ById("missed").ClickAsync();
        Assert.StartsWith("26 rows that missed SLA first reply", await tab.ById("tickets-sentence").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(26, await tab.ById("tickets").Locator("tbody tr").CountAsync());
        var csv = await tab.Page.APIRequest.GetAsync(new Uri(app.Address, await tab.ById("tickets-csv").GetAttributeAsync("href")).ToString());
        Assert.Equal(26, (await csv.TextAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);

        // 2 and 3. A seeded sample, coded by number keys; the Pareto builds.
        await tab.Goto("/why/sla_first_reply?week=2026-W46&market=KR&lob=Age%20Support");
        await tab.ById("keep-evidence").First.ClickAsync();
        await tab.Page.WaitForURLAsync("**/evidence/*");
        var rows = tab.ById("evidence").Locator("tbody tr");
        Assert.InRange(await rows.CountAsync(), 5, 25);
        await rows.First.FocusAsync();
        foreach (var key in (string[])["1", "1", "2", "Enter"])
            await tab.Page.Keyboard.PressAsync(key);
        await tab.Page.GetByText("3 of 25 coded").WaitForAsync();
        Assert.Equal(["capacity", "capacity", "knowledge"], await rows.Locator("select").EvaluateAllAsync<string[]>("lists => lists.slice(0, 3).map(list => list.value)"));
        await tab.Goto("/reasons/sla_first_reply?week=2026-W46&market=KR");
        Assert.StartsWith("3 of 25 misses", await tab.ById("reasons-story").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await tab.Page.Locator("figure svg").CountAsync());
        Assert.Empty(tab.Complaints);
    }
}
