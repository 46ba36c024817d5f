using KpiPulse.BrowserTests;
using KpiPulse.Testing;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace KpiPulse.BrowserTests;

/// <summary>
/// The system's Chromium on the real application over the sample data. Without a Chromium the tests skip with the reason, except in CI,
/// where a missing browser is a failure.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    // The first page of a fresh application, on a machine that builds something else meanwhile.
    private const float MostMilliseconds = 120_000;

    private IPlaywright? playwright;
    private IBrowser? chromium;
    private readonly Lazy<Task<RunningApp>> own = new(StartApp);
    private RunningApp? app;

    public static string ScreenshotFolder { get; } = Directory.CreateDirectory(Repository.Folder("artifacts/screenshots")).FullName;

    public Uri Address => app!.Address;

    public async ValueTask InitializeAsync()
    {
        if (ExecutablePath() is not { } path)
            return;

        app = await StartApp();
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Arguments });
    }

    /// <summary>Another one for tests that write, started when the first of them asks.</summary>
    public async Task<RunningApp> OwnApp()
    {
        SkipWithoutChromium();
        return await own.Value;
    }

    /// <summary>The sample data on the Monday after its last week.</summary>
    internal static Task<RunningApp> StartApp() => RunningApp.Start(new FakeTimeProvider(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero)), SampleWarehouse.CopyTo);

    /// <summary>Signed in as one who may do everything, unless told otherwise.</summary>
    /// <param name="on">Another application than the one over the sample data.</param>
    public async Task<Tab> Open(string address, int width = 1440, ColorScheme scheme = ColorScheme.Light, bool script = true, bool isSignedIn = true, RunningApp? on = null)
    {
        SkipWithoutChromium();
        var context = await chromium!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            BaseURL = (on ?? app!).Address.ToString(),
        });
        if (isSignedIn)
            await context.AddCookiesAsync(SessionOf(on ?? app!));
        var tab = new Tab(context, await context.NewPageAsync());
        await tab.Goto(address);
        return tab;
    }

    private static IEnumerable<Cookie> SessionOf(RunningApp app) => RunningApp.CookiesOf(app.Client).Split("; ").Select(cookie => cookie.Split('=', 2))
        .Select(parts => new Cookie { Name = parts[0], Value = parts[1], Domain = app.Address.Host, Path = "/", HttpOnly = true });

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        playwright?.Dispose();
        if (own.IsValueCreated)
            await (await own.Value).DisposeAsync();
        if (app is not null)
            await app.DisposeAsync();
    }

    private void SkipWithoutChromium()
    {
        if (chromium is not null)
            return;

        const string Reason = "No Chromium: set CHROMIUM_PATH or put chromium on the PATH (Debian: apt-get install chromium).";
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is "true" or "1", Reason);
        Assert.Fail(Reason);
    }

    private static string? ExecutablePath() =>
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named && File.Exists(named)
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => (string[])["chromium", "chromium-browser", "google-chrome"], Path.Combine)
                .FirstOrDefault(File.Exists);
}

/// <summary>One page with everything it complained about.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext context;

    internal Tab(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Add($"console {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Complaints.Add($"script error: {error}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                Complaints.Add($"{response.Status} {response.Url}");
        };
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public ILocator ById(string testId) => Page.GetByTestId(testId);

    public Task Goto(string address) => Page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load });

    /// <summary>Kept as an artefact of the run, for people to look at.</summary>
    public Task Screenshot(string name, bool fullPage = true) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Browser.ScreenshotFolder, name + ".png"), FullPage = fullPage });

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
