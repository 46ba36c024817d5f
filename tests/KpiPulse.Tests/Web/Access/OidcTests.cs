using System.Net;
using KpiPulse.Metrics.Access;
using KpiPulse.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KpiPulse.Tests.Web.Access;

/// <summary>Sign-in against a real OpenID Connect provider that the test starts.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private TestProvider provider = null!;
    private RunningApp app = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await TestProvider.Start();
        app = await RunningApp.Start(new FakeTimeProvider(TimeProvider.System.GetUtcNow()), isEmpty: true, configure: builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Oidc:Authority"] = provider.Authority,
            ["Oidc:ClientId"] = TestProvider.ClientId,
            ["Oidc:ClientSecret"] = TestProvider.ClientSecret,
            ["Oidc:RoleClaim"] = "groups",
            ["Oidc:Roles:support-leads"] = "apac_lead",
            ["Oidc:Roles:support-teams"] = "team_leader",
            ["Oidc:Roles:support-it"] = "administrator",
            ["Oidc:Limits:team"] = "support_team",
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Claims_become_a_role_and_a_scope_and_change_with_the_next_sign_in()
    {
        provider.Claims["preferred_username"] = ["Kim@example.com"];
        provider.Claims["groups"] = ["support-teams", "everybody"];
        provider.Claims["support_team"] = ["RED", "BLUE"];
        using var client = app.NewClient();

        var end = await Enter(client, "/week");
        var account = app.Get<Accounts>().Named("kim@example.com")!;
        provider.Claims["groups"] = ["support-leads"];
        provider.Claims.Remove("support_team");
        using var later = app.NewClient();
        await Enter(later, "/week");

        Assert.Equal((HttpStatusCode.OK, Roles.TeamLeader, "team=RED,BLUE"), (end.StatusCode, account.Roles, account.LimitsText));
        Assert.Equal((Roles.ApacLead, "everything"), app.Get<Accounts>().Get(account.Id) is { } now ? (now.Roles, now.LimitsText) : default);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/week", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("nobody-in-particular", null)]
    [InlineData("support-teams", null)]
    public async Task Without_a_mapped_role_or_a_leaders_scope_nobody_comes_in(string group, string? team)
    {
        provider.Claims["preferred_username"] = ["eve@example.com"];
        provider.Claims["groups"] = [group];
        if (team is not null)
            provider.Claims["support_team"] = [team];
        using var client = app.NewClient();

        var end = await Enter(client, "/week");

        Assert.Contains("did not let you in", await end.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(app.Get<Accounts>().All);
        Assert.Contains(app.Get<AuditTrail>().Read(new AuditQuestion(Outcome: "refused")), entry => entry.Action == "sign_in");
    }

    [Fact]
    public async Task One_who_was_disabled_here_stays_out_and_passwords_and_links_are_off()
    {
        provider.Claims["preferred_username"] = ["it@example.com"];
        provider.Claims["groups"] = ["support-it"];
        using var client = app.NewClient();
        Assert.Equal(HttpStatusCode.OK, (await Enter(client, "/admin/accounts")).StatusCode);
        var local = app.Add("local@test", Roles.Administrator);
        var invitation = app.Get<Accounts>().Invite(local.Id);

        using var byPassword = await Forms.Send(app.NewClient(), "/sign-in", "/sign-in", ("name", "local@test"), ("password", RunningApp.Password));
        using var byLink = await app.NewClient().GetAsync("/welcome/" + invitation, TestContext.Current.CancellationToken);
        app.Get<Accounts>().SetActive(app.Get<Accounts>().Named("it@example.com")!.Id, isActive: false);
        using var again = app.NewClient();
        var end = await Enter(again, "/admin/accounts");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (byPassword.StatusCode, byLink.StatusCode));
        Assert.Contains("did not let you in", await end.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_was_not_asked_for_is_refused()
    {
        using var client = app.NewClient();

        var end = await Follow(client, await client.GetAsync("/sign-in/back?code=stolen&state=made-up", TestContext.Current.CancellationToken));

        Assert.Contains("did not let you in", await end.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Enter(HttpClient client, string goal) =>
        await Follow(client, await Forms.Send(client, "/sign-in", $"/sign-in?handler=Provider&back={Uri.EscapeDataString(goal)}"));

    private static async Task<HttpResponseMessage> Follow(HttpClient client, HttpResponseMessage answer)
    {
        for (var steps = 0; answer.Headers.Location is { } next && steps < 10; steps++)
            answer = await client.GetAsync(new Uri(answer.RequestMessage!.RequestUri!, next), TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{answer.StatusCode} {answer.RequestMessage!.RequestUri}\n{await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return answer;
    }
}
