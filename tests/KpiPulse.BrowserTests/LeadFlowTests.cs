using KpiPulse.Ingestion;
using KpiPulse.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Xunit;

namespace KpiPulse.BrowserTests;

/// <summary>The regional lead's Monday, step by step, on an application of its own because it writes.</summary>
public sealed class LeadFlowTests(Browser browser)
{
    [Fact]
    public async Task From_the_headline_to_the_clocks_of_a_ticket()
    {
        await using var tab = await browser.Open("/");

        // 1. The strip, at most five sentences, the exceptions, and the rest is quiet.
        Assert.Contains("Provisional", await tab.ById("status").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("6 things stand out in 308 cells", await tab.ById("headline").InnerTextAsync());
        Assert.InRange(await tab.ById("narrative").Locator("li").CountAsync(), 1, 5);
        Assert.Equal(6, await tab.ById("exception").CountAsync());

        // 2. The first exception, by keyboard alone, to its Why.
        var first = tab.ById("exception").First;
        Assert.Contains("KR · Age Support", await first.InnerTextAsync(), StringComparison.Ordinal);
        await first.Locator(".owner a").First.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForURLAsync("**/why/sla_first_reply**");

        // 3. The supported cause, its evidence, and two clocks.
        var cause = tab.ById("cause").First;
        Assert.Contains("supported", await cause.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("MNL-2", await cause.InnerTextAsync(), StringComparison.Ordinal);
        await cause.GetByTestId("cause-tickets").ClickAsync();
        Assert.StartsWith("26 rows that missed SLA first reply", await tab.ById("tickets-sentence").InnerTextAsync(), StringComparison.Ordinal);
        foreach (var row in (int[])[0, 1])
        {
            await tab.ById("tickets").Locator("tbody a").Nth(row).ClickAsync();
            var clock = tab.Page.Locator("[data-testid=clock][data-clock=FRT]");
            Assert.Contains("missed", await clock.InnerTextAsync(), StringComparison.Ordinal);
            Assert.True(await clock.Locator("svg.ribbon .due").CountAsync() > 0);
            await tab.Page.GoBackAsync();
        }

        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task A_comment_a_signature_and_what_changed_afterwards()
    {
        var app = await browser.OwnApp();
        await using var tab = await browser.Open("/metric/csat?week=2026-W45&market=KR", on: app);

        // 6. A line of commentary, marked with who wrote it; still there a week later.
        await tab.Page.GetByLabel("What is behind this number?").FillAsync("The age form asked twice.");
        await tab.ById("comment-form").Locator("button").ClickAsync();
        Assert.Contains("The age form asked twice.", await tab.ById("comments").InnerTextAsync(), StringComparison.Ordinal);
        await tab.Goto("/metric/csat?week=2026-W46&market=KR");
        Assert.Contains("everything@test · 2026-W45", await tab.ById("comments").InnerTextAsync(), StringComparison.Ordinal);
        await tab.Goto("/week/2026-W46");
        Assert.Contains("The age form asked twice.", await tab.ById("said").InnerTextAsync(), StringComparison.Ordinal);

        // 7. She signs; the week is frozen.
        await tab.Goto("/week/2026-W45");
        await tab.ById("sign-off").Locator("summary").ClickAsync();
        await tab.Screenshot("sign-off-1440-light", fullPage: false);
        await tab.ById("sign-off").Locator("button[type=submit]").ClickAsync();
        Assert.Contains("Signed by everything@test", await tab.ById("status").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await tab.ById("restated").CountAsync());

        // A file lands late: three angry answers of that week. Later than the signature, too: past weeks are closed meanwhile and note which files they know.
        ((FakeTimeProvider)app.Get<TimeProvider>()).Advance(TimeSpan.FromMinutes(1));
        ArriveLate(app);
        await tab.Goto("/week/2026-W45");
        var total = tab.ById("total").First;
        Assert.Contains("↺", await total.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("82.6% when it was signed, 82.2% now: late surveys 3", await total.Locator("a").GetAttributeAsync("title"), StringComparison.Ordinal);
        Assert.Contains("late surveys 3", await tab.ById("restatements").Locator("tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);
        await tab.Screenshot("week-restated-1440-light");

        await tab.ById("status").GetByText("as reported then").ClickAsync();
        Assert.Contains("asof=reported", tab.Page.Url, StringComparison.Ordinal);
        Assert.Contains("82.6", await tab.ById("total").First.InnerTextAsync(), StringComparison.Ordinal);
        await tab.ById("status").GetByText("as known now").ClickAsync();
        Assert.Contains("82.2", await tab.ById("total").First.InnerTextAsync(), StringComparison.Ordinal);
        await tab.Goto("/metric/csat?week=2026-W45");
        Assert.Contains("82.6% when it was signed", await tab.ById("restated").InnerTextAsync(), StringComparison.Ordinal);
        await tab.Goto("/passport?metric=csat&week=2026-W45");
        Assert.Contains("late surveys 3", await tab.ById("passport-restatements").InnerTextAsync(), StringComparison.Ordinal);

        var pdf = await tab.Page.APIRequest.GetAsync(new Uri(app.Address, "/report.pdf?week=2026-W45&market=KR").ToString());
        Assert.Equal("application/pdf", pdf.Headers["content-type"]);
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task An_event_and_a_new_range_are_drawn_with_who_and_why()
    {
        var app = await browser.OwnApp();
        await using var tab = await browser.Open("/events", on: app);
        var form = tab.ById("event-form");
        await form.GetByLabel("What").FillAsync("Second shift starts");
        await form.GetByLabel("First day").FillAsync("2026-09-28");
        await form.GetByLabel("TH", new LocatorGetByLabelOptions { Exact = true }).CheckAsync();
        await form.Locator("button").ClickAsync();
        Assert.Contains("Second shift starts", await tab.ById("events").InnerTextAsync(), StringComparison.Ordinal);
        await tab.Screenshot("events-filled-1440-light");

        await tab.Goto("/metric/sla_resolution?week=2026-W40&market=TH&lob=Account%20Security");
        Assert.Contains("Second shift starts", await tab.Page.ContentAsync(), StringComparison.Ordinal);
        await tab.ById("range-new").Locator("summary").ClickAsync();
        await tab.ById("range-form").GetByLabel("Why does").FillAsync("second shift hired");
        await tab.ById("range-form").Locator("button").ClickAsync();
        await tab.Goto("/metric/sla_resolution?week=2026-W46&market=TH&lob=Account%20Security");
        Assert.Contains("new range from 2026-W40 · everything@test", await tab.ById("ranges").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("new range: second shift hired", await tab.Page.ContentAsync(), StringComparison.Ordinal);
        await tab.Screenshot("metric-range-1440-light");
        Assert.Empty(tab.Complaints);
    }

    private static void ArriveLate(RunningApp app)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "surveys-2026-W45-late.csv");
        File.WriteAllText(file, """
            source_system,survey_id,ticket_id,sent_at,responded_at,score,scale_max,comment,survey_version,language
            desk,S-late-1,D-135754,2026-11-03T12:57:05Z,2026-11-05T01:15:33Z,1,5,,2026-b,id
            desk,S-late-2,D-135754,2026-11-03T12:58:05Z,2026-11-05T02:15:33Z,1,5,,2026-b,id
            desk,S-late-3,D-135754,2026-11-03T12:59:05Z,2026-11-05T03:15:33Z,2,5,,2026-b,id

            """);
        var run = app.Get<InboxIngestion>().Ingest([file]);
        Assert.False(run.AnythingRefused, string.Join("; ", run.Files.Select(each => each.Reason)));
    }
}
