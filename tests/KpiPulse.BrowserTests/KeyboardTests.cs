using Xunit;

namespace KpiPulse.BrowserTests;

/// <summary>Everything by keyboard.</summary>
public sealed class KeyboardTests(Browser browser)
{
    [Theory]
    [InlineData("w", "**/week/2026-W46?market=KR")]
    [InlineData("m", "**/metric/csat?week=2026-W46&market=KR")]
    [InlineData("y", "**/why/csat?week=2026-W46&market=KR")]
    [InlineData("e", "**/tickets?metric=csat**market=KR")]
    [InlineData("d", "**/data")]
    public async Task G_and_a_letter_jump_to_a_page_with_the_same_view(string key, string address)
    {
        await using var tab = await browser.Open("/passport?metric=csat&week=2026-W46&market=KR");

        await tab.Page.Keyboard.PressAsync("g");
        await tab.Page.Keyboard.PressAsync(key);

        await tab.Page.WaitForURLAsync(address);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task A_slash_finds_a_ticket_a_metric_or_a_week()
    {
        await using var tab = await browser.Open("/week/2026-W46");
        foreach (var (words, address) in ((string, string)[])[("d-138829", "**/ticket/desk/D-138829"), ("Reopen rate", "**/metric/reopen_rate**"), ("2026-W40", "**/week/2026-W40**"), ("nobody", "**/find?q=nobody")])
        {
            await tab.Page.Keyboard.PressAsync("/");
            await tab.Page.Keyboard.TypeAsync(words);
            await tab.Page.Keyboard.PressAsync("Enter");
            await tab.Page.WaitForURLAsync(address);
        }

        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task A_question_mark_lists_the_keys_and_letters_typed_into_a_field_are_letters()
    {
        await using var tab = await browser.Open("/week/2026-W46");

        await tab.Page.Keyboard.PressAsync("?");
        Assert.True(await tab.Page.Locator("#keys").IsVisibleAsync());
        await tab.Page.Keyboard.PressAsync("Escape");
        Assert.False(await tab.Page.Locator("#keys").IsVisibleAsync());

        await tab.Page.Keyboard.PressAsync("/");
        await tab.Page.Keyboard.TypeAsync("gw?");
        Assert.Equal("gw?", await tab.Page.Locator("#find").InputValueAsync());
    }

    [Fact]
    public async Task The_scorecard_is_one_tab_stop_and_arrows_move_within_it()
    {
        await using var tab = await browser.Open("/week/2026-W46");
        var card = tab.ById("scorecard");
        Assert.Equal(1, await card.Locator("tbody a[tabindex='0']").CountAsync());

        await card.Locator("tbody a[tabindex='0']").FocusAsync();
        foreach (var key in (string[])["ArrowDown", "ArrowDown", "ArrowRight"])
            await tab.Page.Keyboard.PressAsync(key);
        var second = card.Locator("tbody tr").Nth(2).Locator("td.cell > a").First;
        Assert.True(await second.EvaluateAsync<bool>("link => link === document.activeElement"));
        Assert.Equal(1, await card.Locator("tbody a[tabindex='0']").CountAsync());

        var tickets = new Uri(browser.Address, (await second.GetAttributeAsync("href"))!);
        await tab.Page.Keyboard.PressAsync("i");
        await tab.Page.WaitForURLAsync("**/passport**");
        Assert.Equal(tickets.Query, new Uri(tab.Page.Url).Query);
        await tab.Page.GoBackAsync();

        await card.Locator("tbody tr").Nth(2).Locator("td.cell > a").First.FocusAsync();
        await tab.Page.Keyboard.PressAsync("c");
        await tab.Page.WaitForURLAsync("**/metric/csat**#comments");
        await tab.Page.GoBackAsync();

        await card.Locator("tbody tr").Nth(2).Locator("td.cell > a").First.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForURLAsync("**/tickets?metric=csat**");
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Brackets_step_through_weeks_and_escape_closes_a_menu()
    {
        await using var tab = await browser.Open("/metric/csat?week=2026-W46&market=KR");

        await tab.Page.Keyboard.PressAsync("[");
        await tab.Page.WaitForURLAsync("**/metric/csat?week=2026-W45&market=KR");
        await tab.Page.Keyboard.PressAsync("]");
        await tab.Page.WaitForURLAsync("**/metric/csat?week=2026-W46&market=KR");

        var menu = tab.Page.Locator("details[data-dimension=lob]");
        await menu.Locator("summary").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        Assert.True(await menu.EvaluateAsync<bool>("menu => menu.open"));
        await tab.Page.Keyboard.PressAsync("Escape");
        Assert.False(await menu.EvaluateAsync<bool>("menu => menu.open"));
        Assert.True(await menu.Locator("summary").EvaluateAsync<bool>("summary => summary === document.activeElement"));
    }
}
