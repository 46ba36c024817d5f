using KpiPulse.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Xunit;

namespace KpiPulse.BrowserTests;

/// <summary>Signing in and out as a person does.</summary>
public sealed class DoorTests(Browser browser)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_door_leads_to_where_one_was_going_and_back_out(ColorScheme scheme)
    {
        await using var tab = await browser.Open("/metric/csat?week=2026-W46", scheme: scheme, isSignedIn: false);
        await tab.Screenshot($"sign-in-1440-{scheme.ToString().ToLowerInvariant()}");

        await tab.Page.GetByLabel("Name").FillAsync("everything@test");
        await tab.Page.GetByLabel("Password").FillAsync(RunningApp.Password);
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await tab.Page.WaitForURLAsync("**/metric/csat?week=2026-W46");
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await tab.Page.WaitForURLAsync("**/sign-in");

        Assert.Empty(tab.Complaints);
    }

    /// <summary>Global leadership reads what is published, and of this data nothing is yet.</summary>
    [Fact]
    public async Task In_Development_one_click_is_enough_and_each_persona_sees_their_own()
    {
        await using var app = await RunningApp.Start(new FakeTimeProvider(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero)), SampleWarehouse.CopyTo, "Development");
        foreach (var (persona, goal) in (Dictionary<string, string>)new() { ["APAC lead"] = "/week", ["Team leader"] = "/week", ["Global leadership"] = "/reports", ["Administrator"] = "/admin/accounts" })
        {
            await using var tab = await browser.Open("/", isSignedIn: false, on: app);
            await tab.Screenshot("personas-1440-light");

            await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = persona }).ClickAsync();
            await tab.Page.WaitForURLAsync("**" + goal);
            await tab.Screenshot("as-" + persona.ToLowerInvariant().Replace(' ', '-'));

            Assert.Empty(tab.Complaints);
        }
    }
}
