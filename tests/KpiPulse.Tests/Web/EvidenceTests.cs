using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Misses;
using KpiPulse.Metrics.Plans;
using KpiPulse.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>From a cause to its evidence, from evidence to reasons, on an application of its own because it writes.</summary>
public sealed class EvidenceTests : IAsyncLifetime
{
    private const string Why = "/why/sla_first_reply?week=2026-W46&market=KR&lob=Age%20Support&against=four_week_mean";

    private RunningApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await RunningApp.Start(new FakeTimeProvider(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero)), SampleWarehouse.CopyTo);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_cause_is_kept_reopened_coded_and_counted()
    {
        var address = await Keep();
        var page = await Page(address);

        var rows = page.QuerySelectorAll("[data-testid=evidence] tbody tr");
        Assert.Equal(25, rows.Length);
        Assert.StartsWith("E-1: 25 of 26 misses", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Contains("MNL2-NEA", row.TextContent, StringComparison.Ordinal));

        var first = rows.Take(3).Select(row => row.QuerySelector("select")!.GetAttribute("name")!).ToList();
        var saved = await Post(page, address, [(first[0], "capacity"), (first[1], "capacity"), (first[2], "tool")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var reopened = await Page(address);
        Assert.Equal(Tickets(page), Tickets(reopened));
        Assert.Equal("capacity", reopened.QuerySelector($"select[name={first[0]}] option[selected]")!.GetAttribute("value"));
        var reasons = app.Get<MissReasons>();
        var pareto = reasons.Pareto("sla_first_reply", IsoWeek.Parse("2026-W46"), [], Scope.Everything);
        Assert.Equal([(null, 22L), ("capacity", 2L), ("tool", 1L)], pareto.Counts.Select(count => (count.Reason, count.Misses)));
        Assert.Equal(22 / 25d, pareto.UncodedShare!.Value, 1e-12);
        Assert.Contains("3 of 25", (await Page("/reasons/sla_first_reply?week=2026-W46")).QuerySelector("[data-testid=reasons-story]")!.TextContent, StringComparison.Ordinal);

        // The latest coding counts, an empty one takes it back, and the same row in a second set is the same miss.
        await Post(reopened, address, [(first[0], ""), (first[1], "process")]);
        await Keep();
        Assert.Equal([("process", 1L), ("tool", 1L)], reasons.Pareto("sla_first_reply", IsoWeek.Parse("2026-W46"), [], Scope.Everything).Counts.Where(count => count.Reason is not null).Select(count => (count.Reason!, count.Misses)));
    }

    [Fact]
    public async Task A_cause_becomes_a_plan_that_is_fixed_when_it_is_started()
    {
        var address = await Press(await Page(Why), "start-plan");
        var draft = await Page(address);
        Assert.Equal("/evidence/1", draft.QuerySelector("[data-testid=evidence]")!.GetAttribute("href"));
        Assert.Contains("age verification document", draft.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("2026-11-23", "2027-01-03"), (ValueOf(draft, "From"), ValueOf(draft, "Until")));

        (string, string)[] terms = [("Hypothesis", "A new form came without training"), ("Lever", "Train the evening shift"), ("Owner", "M. Tan"), ("Goal", "92.5"), ("From", "2026-11-23"), ("Until", "2026-12-20"), ("ExitRule", "Two weeks at the goal")];
        var incomplete = await Post(draft, address + "?handler=Start", terms.Where(term => term.Item1 != "Owner"));
        Assert.Equal(HttpStatusCode.BadRequest, incomplete.StatusCode);
        Assert.Contains("The owner is empty", await incomplete.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(draft, address + "?handler=Start", terms)).StatusCode);
        var late = await Post(draft, address + "?handler=Save", terms.Select(term => term.Item1 == "Goal" ? ("Goal", "80") : term));

        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        var plan = Assert.Single(app.Get<RecoveryPlans>().All(Scope.Everything));
        Assert.Equal((PlanState.Started, 0.925, "M. Tan", new Period(new DateOnly(2026, 11, 23), new DateOnly(2026, 12, 21))), (plan.State, plan.Terms.Goal, plan.Terms.Owner, plan.Terms.Window));
        Assert.Equal(["KR", "Age Support", "MNL-2", "age verification document"], ((string[])["market", "lob", "site", "category"]).Select(dimension => plan.Where.Single(filter => filter.Dimension == dimension).Values.Single()));
        Assert.Empty(app.Get<RecoveryPlans>().All(new Scope([new DimensionFilter("market", ["JP"])])));
        Assert.Contains("M. Tan", (await Page("/plans")).QuerySelector("[data-testid=plans]")!.TextContent, StringComparison.Ordinal);
    }

    private static string? ValueOf(IDocument page, string field) => page.QuerySelector($"[data-testid=plan-form] [name={field}]")!.GetAttribute("value");

    [Fact]
    public async Task Evidence_outside_of_a_readers_scope_is_not_there_and_of_a_part_only_the_part()
    {
        await Keep();
        var shelf = app.Get<EvidenceShelf>();
        var team = shelf.Find(1, Scope.Everything)!.Rows[0].Team!;

        var part = shelf.Find(1, new Scope([new DimensionFilter("team", [team])]))!;

        Assert.Null(shelf.Find(1, new Scope([new DimensionFilter("market", ["JP"])])));
        Assert.All(part.Rows, row => Assert.Equal(team, row.Team));
        Assert.Equal("E-1", part.Set.Statement);
    }

    [Fact]
    public async Task The_taxonomy_is_dated_and_what_was_coded_stays()
    {
        var address = await Keep();
        var page = await Page(address);
        var name = page.QuerySelector("select")!.GetAttribute("name")!;
        await Post(page, address, [(name, "waiting")]);

        var taxonomy = await Page("/reasons/csat?week=2026-W46");
        await Post(taxonomy, "/reasons/csat?handler=retire&week=2026-W46", [("reason", "waiting")]);
        await Post(taxonomy, "/reasons/csat?handler=add&week=2026-W46", [("label", "Holiday staffing")]);

        var options = (await Page(address)).QuerySelectorAll("select");
        Assert.Contains("retired", options[0].QuerySelector("option[value=waiting]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(options[1].QuerySelector("option[value=waiting]"));
        Assert.NotNull(options[1].QuerySelector("option[value=holiday_staffing]"));
    }

    [Fact]
    public async Task Nothing_is_kept_without_the_pages_own_token()
    {
        var response = await app.Client.PostAsync(Why + "&handler=evidence", new FormUrlEncodedContent([new("cause", "site=MNL-2")]), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/evidence/1", TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<string> Keep()
    {
        var why = await Page(Why);
        return await Press(why, "keep-evidence");
    }

    /// <summary>Presses a button of the first cause.</summary>
    private async Task<string> Press(IDocument why, string button)
    {
        var pressed = why.QuerySelector($"[data-testid={button}]")!;
        var sent = await Post(why, pressed.GetAttribute("formaction")!, [.. pressed.Closest("form")!.QuerySelectorAll("input[name=cause]").Select(input => ("cause", input.GetAttribute("value")!))]);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        return sent.Headers.Location!.ToString();
    }

    private async Task<HttpResponseMessage> Post(IDocument page, string address, IEnumerable<(string Name, string Value)> fields)
    {
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await app.Client.PostAsync(address, new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", token)]), TestContext.Current.CancellationToken);
    }

    private async Task<IDocument> Page(string address) => new HtmlParser().ParseDocument(await app.Client.GetStringAsync(address, TestContext.Current.CancellationToken));

    private static IEnumerable<string> Tickets(IDocument page) => page.QuerySelectorAll("[data-testid=evidence] tbody td b").Select(ticket => ticket.TextContent);
}
