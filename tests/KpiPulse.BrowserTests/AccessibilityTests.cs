using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace KpiPulse.BrowserTests;

/// <summary>axe-core finds nothing on any page, in both themes, with every disclosure open.</summary>
public sealed class AccessibilityTests(Browser browser)
{
    [Theory]
    [MemberData(nameof(SitePages.All), MemberType = typeof(SitePages))]
    public async Task Axe_finds_no_violation(string name, string address)
    {
        List<string> found = [];
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var tab = await browser.Open(address, scheme: scheme);
            await tab.Page.EvaluateAsync("for (const one of document.querySelectorAll('details:not(.menu)')) one.open = true");

            var result = await tab.Page.RunAxe();

            found.AddRange(result.Violations.SelectMany(violation => violation.Nodes.Take(3).Select(node => $"{name} {scheme}: {violation.Id}: {violation.Help}: {node.Html}")));
            Assert.NotEmpty(result.Passes);
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task An_open_menu_and_the_list_of_keys_have_no_violation()
    {
        await using var tab = await browser.Open("/week/2026-W46");
        foreach (var menu in await tab.Page.Locator(".scope details.menu").AllAsync())
        {
            await menu.EvaluateAsync("menu => { menu.open = true; }");
            var result = await tab.Page.RunAxe(new AxeRunContext { Include = [new(".scope")] });
            Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(violation => $"{violation.Help}: {violation.Nodes[0].Html}")));
        }

        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.Page.Keyboard.PressAsync("?");
        var keys = await tab.Page.RunAxe(new AxeRunContext { Include = [new("#keys")] });
        Assert.True(keys.Violations.Length == 0, string.Join('\n', keys.Violations.Select(violation => $"{violation.Help}: {violation.Nodes[0].Html}")));
    }
}
