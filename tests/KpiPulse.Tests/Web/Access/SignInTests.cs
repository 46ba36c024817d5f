using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Testing;
using KpiPulse.Web.Access;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KpiPulse.Tests.Web.Access;

/// <summary>The door: wrong passwords, links that work once, sessions that end.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero));
    private RunningApp app = null!;

    public async ValueTask InitializeAsync() => app = await RunningApp.Start(clock);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_thousand_wrong_passwords_lock_and_are_limited_and_others_come_in()
    {
        app.Add("victim@test", Roles.ApacLead);
        var other = app.Add("other@test", Roles.ApacLead);
        using var attacker = app.NewClient();
        var token = await RunningApp.FormToken(attacker, "/sign-in");
        var counts = new Dictionary<HttpStatusCode, int>();

        for (var attempt = 0; attempt < 1000; attempt++)
        {
            using var answer = await Try(attacker, token, "victim@test", "wrong " + attempt);
            counts[answer.StatusCode] = counts.GetValueOrDefault(answer.StatusCode) + 1;
        }

        using var signedIn = await app.SignIn(other);
        Assert.Equal(HttpStatusCode.OK, (await signedIn.GetAsync("/week", TestContext.Current.CancellationToken)).StatusCode);
        // A fixed window may turn once or twice while a slow machine tries.
        Assert.InRange(counts[HttpStatusCode.Unauthorized], 10, 60);
        Assert.Equal(1000, counts[HttpStatusCode.Unauthorized] + counts[HttpStatusCode.TooManyRequests]);
        Assert.NotNull(app.Get<Accounts>().Named("victim@test")!.LockedUntil);
        Assert.Contains(app.Get<AuditTrail>().Read(new AuditQuestion(Action: "lockout")), entry => entry.Subject == "victim@test");
    }

    [Fact]
    public async Task A_resting_account_refuses_the_right_password_in_the_words_of_a_wrong_one_until_its_rest_is_over()
    {
        var account = app.Add("tired@test", Roles.ApacLead);
        for (var failure = 0; failure < SignInRules.FailuresUntilLock; failure++)
            app.Get<Accounts>().Failed(account.Id);
        using var client = app.NewClient();
        var token = await RunningApp.FormToken(client, "/sign-in");

        using var resting = await Try(client, token, "tired@test", RunningApp.Password);
        using var nobody = await Try(client, token, "nobody@test", "whatever it is");
        clock.Advance(TimeSpan.FromMinutes(2));
        using var rested = await Try(client, token, "tired@test", RunningApp.Password);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Redirect), (resting.StatusCode, nobody.StatusCode, rested.StatusCode));
        Assert.Equal(await Problem(resting), await Problem(nobody));
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task The_way_back_never_leaves_the_server(string back)
    {
        app.Add("back@test", Roles.ApacLead);
        using var client = app.NewClient();

        using var answer = await Forms.Send(client, "/sign-in", "/sign-in?back=" + Uri.EscapeDataString(back), ("name", "back@test"), ("password", RunningApp.Password));

        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_session_that_was_ended_is_not_opened_again_by_its_cookie()
    {
        var account = app.Add("leaver@test", Roles.ApacLead);
        using var client = await app.SignIn(account);
        using var copy = await app.SignIn(account);

        using var _ = await Forms.Send(client, "/account", "/sign-out");
        using var stranger = await Stolen(client);

        Assert.Equal(HttpStatusCode.Redirect, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/account", TestContext.Current.CancellationToken)).StatusCode);
        clock.Advance(TimeSpan.FromHours(12.1));
        Assert.Equal(HttpStatusCode.Redirect, (await copy.GetAsync("/account", TestContext.Current.CancellationToken)).StatusCode);

        async Task<HttpResponseMessage> Stolen(HttpClient from)
        {
            // The session cookie as it was before the end, sent once more.
            using var thief = await app.SignIn(account);
            var kept = Cookies(thief);
            using var __ = await Forms.Send(thief, "/account", "/sign-out");
            using var again = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/account");
            request.Headers.Add("Cookie", kept);
            return await again.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions()
    {
        var account = app.Add("careful@test", Roles.ApacLead);
        using var here = await app.SignIn(account);
        using var elsewhere = await app.SignIn(account);

        using var answer = await Forms.Send(here, "/account", "/account?handler=Password", ("current", RunningApp.Password), ("password", "an even better staple"), ("again", "an even better staple"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/account", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task An_invitation_works_once()
    {
        using var answer = await Forms.Send(app.Client, "/admin/accounts", "/admin/accounts?handler=Add", ("name", "New.Lead@Example.com"), ("roles", "apac_lead"), ("scope", "market=JP,KR"));
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var link = System.Text.RegularExpressions.Regex.Match(page, "/welcome/[0-9a-f]{64}").Value;
        using var invited = app.NewClient();

        using var weak = await Forms.Send(invited, link, link, ("password", "password1234"), ("again", "password1234"));
        using var set = await Forms.Send(invited, link, link, ("password", "four words in a row"), ("again", "four words in a row"));
        using var again = await app.NewClient().GetAsync(link, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Redirect, HttpStatusCode.NotFound), (weak.StatusCode, set.StatusCode, again.StatusCode));
        Assert.Equal("market=JP,KR", app.Get<Accounts>().Named("new.lead@example.com")!.LimitsText);
        Assert.Equal(HttpStatusCode.OK, (await invited.GetAsync("/week", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disabled_or_narrowed_account_is_out_of_pages_api_and_open_downloads_at_once(bool isNarrowed)
    {
        await using var sample = await RunningApp.Start(clock, SampleWarehouse.CopyTo);
        var account = sample.Add("taker@test", Roles.ApacLead);
        using var client = await sample.SignIn(account);
        const string Download = "/api/tickets/created?weeks=60&week=2026-W46";
        using var socket = await OpenDownload(sample, Cookies(client), Download);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/kpi/csat", TestContext.Current.CancellationToken)).StatusCode);

        var watch = Stopwatch.StartNew();
        if (isNarrowed)
            sample.Get<Accounts>().Change(account.Id, Roles.ApacLead, [new DimensionFilter("market", ["JP"])]);
        else
            sample.Get<Accounts>().SetActive(account.Id, isActive: false);

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/week", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/kpi/csat", TestContext.Current.CancellationToken)).StatusCode);
        Assert.False(await IsWhole(socket), "The download went on to its end.");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60));
    }

    private static string Cookies(HttpClient client) => RunningApp.CookiesOf(client);

    private static Task<HttpResponseMessage> Try(HttpClient client, string token, string name, string password) =>
        client.PostAsync("/sign-in", new FormUrlEncodedContent([new("name", name), new("password", password), new("__RequestVerificationToken", token)]), TestContext.Current.CancellationToken);

    private static async Task<string> Problem(HttpResponseMessage answer) =>
        new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).QuerySelector("[data-testid=problem]")!.TextContent;

    /// <summary>Asks, takes the first bytes and then stops reading: the rest waits on the server.</summary>
    private static async Task<Socket> OpenDownload(RunningApp app, string cookies, string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(app.Address.Host, app.Address.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: {app.Address.Authority}\r\nCookie: {cookies}\r\n\r\n"), TestContext.Current.CancellationToken);
        var head = new byte[1024];
        var read = await socket.ReceiveAsync(head, TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(head, 0, read), StringComparison.Ordinal);
        return socket;
    }

    private static async Task<bool> IsWhole(Socket socket)
    {
        var buffer = new byte[1 << 16];
        var tail = "";
        try
        {
            while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is var read and > 0)
            {
                tail = (tail + Encoding.ASCII.GetString(buffer, 0, read))[^Math.Min(64, tail.Length + read)..];
                if (tail.EndsWith("]}\r\n0\r\n\r\n", StringComparison.Ordinal) || tail.EndsWith("]}", StringComparison.Ordinal))
                    return true;
            }
        }
        catch (SocketException)
        {
            // Broken off, as it should be.
        }

        return false;
    }
}
