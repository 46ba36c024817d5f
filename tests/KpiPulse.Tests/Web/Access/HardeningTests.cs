using System.Net;
using System.Text.RegularExpressions;
using KpiPulse.Metrics.Access;
using KpiPulse.Testing;
using KpiPulse.Web;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace KpiPulse.Tests.Web.Access;

/// <summary>Headers, cookies, the first start, and settings under which the program does not start.</summary>
public sealed partial class HardeningTests(CanaryApp canaries)
{
    [Theory]
    [InlineData("/week")]
    [InlineData("/admin/accounts")]
    [InlineData("/sign-in")]
    [InlineData("/api/kpi/csat")]
    [InlineData("/tickets.csv?metric=created")]
    [InlineData("/report.pdf?week=2026-W46")]
    [InlineData("/nowhere")]
    [InlineData("/week/2026-W99")]
    public async Task Every_answer_says_what_a_browser_may_do_with_it(string address)
    {
        var app = await canaries.App;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("Cookie", HostCookies(RunningApp.CookiesOf(app.Client)));
        using var bare = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };

        using var answer = await bare.SendAsync(request, TestContext.Current.CancellationToken);

        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
        Assert.DoesNotContain("sign-in", answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
        Assert.Equal("max-age=31536000; includeSubDomains", Header("Strict-Transport-Security"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Contains("no-store", Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Matches("default-src 'none'; script-src 'nonce-[A-Za-z0-9+/=]{24}'; style-src 'self'; .*object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'", Header("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("", Header("Server"));
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            Assert.All(cookies, cookie => Assert.Matches("^__Host-kp\\.[^;]+; (expires=[^;]+; )?path=/; secure; samesite=(lax|strict); httponly$", cookie));
    }

    [Fact]
    public async Task A_nonce_serves_one_answer_and_a_planted_plain_cookie_none()
    {
        var app = await canaries.App;
        var first = await app.Client.GetAsync("/sign-out", TestContext.Current.CancellationToken);
        var second = await app.Client.GetAsync("/sign-out", TestContext.Current.CancellationToken);
        using var bare = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("Cookie", RunningApp.CookiesOf(app.Client));

        using var planted = await bare.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.NotEqual(Nonce(first), Nonce(second));
        Assert.Equal(HttpStatusCode.Redirect, planted.StatusCode);
    }

    [Fact]
    public async Task Plain_HTTP_is_for_the_machine_itself()
    {
        var app = await canaries.App;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");

        using var answer = await app.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("HTTPS", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_setup_link_makes_one_administrator_and_is_dead()
    {
        var console = new StringWriter();
        await using var app = await RunningApp.Start(TimeProvider.System, configure: builder => builder.Services.AddSingleton<TextWriter>(console), isEmpty: true);
        var link = Regex.Match(console.ToString(), "/setup/[0-9a-f]{64}").Value;
        Assert.NotEmpty(link);
        using var client = app.NewClient();
        using var late = app.NewClient();
        var lateToken = await RunningApp.FormToken(late, link);

        using var made = await Forms.Send(client, link, link, ("name", "first@example.com"), ("password", "four words in a row"), ("again", "four words in a row"));
        using var again = await late.PostAsync(link, new FormUrlEncodedContent([new("name", "second@example.com"), new("password", "four words in a row"), new("again", "four words in a row"), new("__RequestVerificationToken", lateToken)]), TestContext.Current.CancellationToken);

        Assert.Equal("/admin/accounts", made.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(["first@example.com"], app.Get<Accounts>().All.Select(account => account.Name));
    }

    [Fact]
    public async Task Personas_are_nothing_in_Production()
    {
        using var client = (await canaries.App).NewClient();

        using var refused = await Forms.Send(client, "/sign-in", "/sign-in?handler=Persona", ("persona", "admin"));

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.DoesNotContain("persona", await client.GetStringAsync("/sign-in", TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    public static TheoryData<string, string, string> Unsafe() => new()
    {
        { "Access:Personas=true", "Production", "Personas" },
        { "urls=http://0.0.0.0:5080", "Production", "plain HTTP" },
        { "urls=http://*:5080", "Production", "plain HTTP" },
        { "urls=http://192.0.2.1:5080", "Development", "one click" },
        { "Oidc:Authority=http://login.example.com", "Production", "https" },
        { "Oidc:Authority=https://login.example.com", "Production", "ClientId" },
        { "Oidc:Authority=https://login.example.com;Oidc:ClientId=a;Oidc:ClientSecret=b", "Production", "Oidc__Roles" },
        { "open folder", "Production", "chmod 700" },
    };

    [Theory]
    [MemberData(nameof(Unsafe))]
    public void Unsafe_settings_keep_the_program_from_starting(string settings, string environment, string words)
    {
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Folders have no modes here.");
        if (settings == "open folder" && !OperatingSystem.IsWindows())
            Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        var refusal = Assert.Throws<UnsafeSettingsException>(() => KpiPulseApp.Create(data, TimeProvider.System, builder =>
        {
            builder.Environment.EnvironmentName = environment;
            builder.Configuration.AddInMemoryCollection(settings.Split(';').Where(setting => setting.Contains('=', StringComparison.Ordinal)).Select(setting => setting.Split('=', 2)).ToDictionary(parts => parts[0], string? (parts) => parts[1]));
        }));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private static string HostCookies(string cookies) => string.Join("; ", cookies.Split("; ").Select(cookie => "__Host-" + cookie));

    private static string Nonce(HttpResponseMessage answer) => NonceText().Match(string.Join(',', answer.Headers.GetValues("Content-Security-Policy"))).Value;

    [GeneratedRegex("nonce-[^']+")]
    private static partial Regex NonceText();
}
