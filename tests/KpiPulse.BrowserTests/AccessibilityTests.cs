using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Xunit;

namespace KpiPulse.BrowserTests;

/// <summary>axe-core finds nothing on any page, in both themes, with every disclosure open.</summary>
public sealed class AccessibilityTests(Browser browser)
{
    // In the page itself, which has no frames, and without a word on each element that passed: a fifth of what axe's own integration takes.
    private const string Run = """
        async target => {
            const { passes, violations } = await axe.run(target, { resultTypes: ['violations'] });
            if (passes.length === 0)
                throw new Error('axe looked at nothing.');
            return violations.flatMap(rule => rule.nodes.slice(0, 3).map(node => `${rule.id}: ${rule.help}: ${node.html}`));
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    [Theory]
    [MemberData(nameof(SitePages.All), MemberType = typeof(SitePages))]
    public async Task Axe_finds_no_violation(string name, string address)
    {
        List<string> found = [];
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var tab = await browser.Open(address, scheme: scheme);
            await tab.Page.EvaluateAsync("for (const one of document.querySelectorAll('details:not(.menu)')) one.open = true");

            found.AddRange((await Violations(tab.Page, "html")).Select(violation => $"{name} {scheme}: {violation}"));
        }

        AssertNone(found);
    }

    [Fact]
    public async Task An_open_menu_and_the_list_of_keys_have_no_violation()
    {
        await using var tab = await browser.Open("/week/2026-W46");
        foreach (var menu in await tab.Page.Locator(".scope details.menu").AllAsync())
        {
            await menu.EvaluateAsync("menu => { menu.open = true; }");
            AssertNone(await Violations(tab.Page, ".scope"));
        }

        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.Page.Keyboard.PressAsync("?");
        AssertNone(await Violations(tab.Page, "#keys"));
    }

    private static void AssertNone(IReadOnlyCollection<string> violations) => Assert.True(violations.Count == 0, string.Join('\n', violations));

    private static async Task<string[]> Violations(IPage page, string within)
    {
        Assert.Single(page.Frames);
        await page.EvaluateAsync(Axe);
        return await page.Locator(within).EvaluateAsync<string[]>(Run);
    }
}
