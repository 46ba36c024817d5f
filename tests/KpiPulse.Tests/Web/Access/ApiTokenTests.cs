using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Testing;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace KpiPulse.Tests.Web.Access;

/// <summary>Personal keys of the JSON API.</summary>
public sealed class ApiTokenTests(CanaryApp canaries)
{
    [Fact]
    public async Task A_token_reads_the_API_within_account_and_token_and_nothing_else()
    {
        var app = await canaries.App;
        var account = app.Add($"token-{Guid.NewGuid():N}@test", Roles.ApacLead);
        var (token, key) = app.Get<ApiTokens>().Add(account.Id, "script", [new DimensionFilter("team", ["BLUE"])], 1);
        using var client = app.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        var own = await client.GetStringAsync("/api/tickets/created?week=2026-W46", TestContext.Current.CancellationToken);
        Assert.Contains(CanaryApp.Blue, own, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryApp.Red, own, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await Status(client, "/api/kpi/csat?team=RED"));
        foreach (var address in (string[])["/week", "/tickets.csv?metric=csat", "/account", "/admin/accounts", "/report.pdf"])
            Assert.NotEqual(HttpStatusCode.OK, await Status(client, address));
        using var change = await client.PostAsync("/account?handler=Token", null, TestContext.Current.CancellationToken);
        Assert.NotEqual(HttpStatusCode.OK, change.StatusCode);

        Assert.True(app.Get<ApiTokens>().Revoke(account.Id, token.Id));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(client, "/api/kpi/csat"));
    }

    [Fact]
    public async Task A_token_ends_with_its_day_with_its_account_and_with_a_wrong_letter()
    {
        var app = await canaries.App;
        var account = app.Add($"token-{Guid.NewGuid():N}@test", Roles.ApacLead);
        var tokens = app.Get<ApiTokens>();
        var (_, key) = tokens.Add(account.Id, "script", [], 1);
        using var client = app.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        Assert.Equal(HttpStatusCode.OK, await Status(client, "/api/kpi/csat"));
        Assert.Null(tokens.Find(key[..^1] + (key[^1] == '0' ? '1' : '0')));
        Assert.Null(tokens.Find(key + "_"));
        Assert.False(new ApiToken("x", "y", "z", "", [], DateTime.UnixEpoch, DateTime.UnixEpoch.AddDays(1), null).WorksAt(DateTime.UnixEpoch.AddDays(1)));
        app.Get<Accounts>().SetActive(account.Id, isActive: false);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(client, "/api/kpi/csat"));
    }

    [Fact]
    public async Task One_takes_back_ones_own_tokens_only_and_the_key_is_shown_once()
    {
        var app = await canaries.App;
        var leader = await canaries.As("blue leader");
        var foreign = app.Get<ApiTokens>().Add(app.Get<Accounts>().Named("red@test")!.Id, "red's", [], 1).Token;

        using var made = await Forms.Send(leader, "/account", "/account?handler=Token", ("label", "sheet"), ("scope", ""), ("days", "7"));
        using var taken = await Forms.Send(leader, "/account", "/account?handler=Revoke", ("id", foreign.Id));

        var key = System.Text.RegularExpressions.Regex.Match(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "kpp_[0-9a-f]{16}_[0-9a-f]{64}").Value;
        Assert.NotEmpty(key);
        Assert.DoesNotContain(key, await leader.GetStringAsync("/account", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, taken.StatusCode);
    }

    [Fact]
    public async Task The_OpenAPI_document_names_every_endpoint_of_the_API()
    {
        var app = await canaries.App;
        var document = JsonNode.Parse(await app.Client.GetStringAsync("/api/openapi.json", TestContext.Current.CancellationToken))!;

        var routes = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(route => route.StartsWith("/api/", StringComparison.Ordinal) && route != "/api/openapi.json").Order();
        Assert.Equal(routes, document["paths"]!.AsObject().Select(path => path.Key).Order());
        Assert.Equal("3.1.0", (string?)document["openapi"]);
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
