using System.Net;
using System.Text.RegularExpressions;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Warehouse;
using KpiPulse.Web;
using KpiPulse.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KpiPulse.Testing;

/// <summary>The real application on a real port of the loopback, on a data folder of its own.</summary>
public sealed class RunningApp : IAsyncDisposable
{
    private readonly TempFolder folder;
    private readonly WebApplication app;

    private RunningApp(TempFolder folder, WebApplication app, ErrorLog log)
    {
        this.folder = folder;
        this.app = app;
        Log = log;
        Address = new Uri(app.Urls.First());
        Anonymous = NewClient();
        Client = Anonymous;
    }

    public const string Password = "correct horse battery staple";

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<HttpClient, CookieContainer> Jars = [];

    // Hashing costs on purpose; once is enough for all tests.
    private static readonly Lazy<string> HashedPassword = new(() => SignInDesk.NewHasher().HashPassword("", Password));

    public Uri Address { get; }

    /// <summary>Signed in as one who may do everything. Does not follow redirects: where a page sends people is part of what is tested.</summary>
    public HttpClient Client { get; private set; }

    public HttpClient Anonymous { get; }

    public IServiceProvider Services => app.Services;

    public ErrorLog Log { get; }

    /// <param name="isEmpty">Nobody has an account, as at the first start.</param>
    public static async Task<RunningApp> Start(TimeProvider clock, Action<string>? prepare = null, string environment = "Production", Action<WebApplicationBuilder>? configure = null, bool isEmpty = false)
    {
        var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        var options = new WarehouseOptions { DataFolder = data };
        options.CreateDataFolder();
        prepare?.Invoke(data);
        if (!isEmpty && !File.Exists(options.DatabasePath))
            EmptyWarehouse.CopyTo(options);
        var log = new ErrorLog();
        var app = KpiPulseApp.Create(data, clock, builder =>
        {
            // The host keeps two of them; named after the builder was made, both have to be told.
            builder.Environment.EnvironmentName = environment;
            builder.Services.AddSingleton<IHostEnvironment>(builder.Environment);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<ILoggerFactory>(log);
            builder.Configuration["Access:ExportsPerMinute"] = "1000000";
            configure?.Invoke(builder);
            builder.Services.TryAddSingleton(TextWriter.Null);
        });
        await app.StartAsync();
        var running = new RunningApp(folder, app, log);
        if (!isEmpty)
            running.Client = await running.SignIn(running.Add("everything@test", Roles.ApacLead | Roles.TeamLeader | Roles.Administrator));
        return running;
    }

    /// <summary>An account with the tests' password.</summary>
    public Account Add(string name, Roles roles, params DimensionFilter[] limits) => Add(Get<Accounts>(), name, roles, limits);

    public static Account Add(Accounts accounts, string name, Roles roles, params DimensionFilter[] limits) =>
        accounts.Add(name, roles, limits, passwordHash: HashedPassword.Value);

    /// <summary>By the door, as a person does it.</summary>
    public async Task<HttpClient> SignIn(Account account)
    {
        var client = NewClient();
        var answer = await SignIn(client, account.Name);
        return answer == HttpStatusCode.Redirect ? client : throw new InvalidOperationException($"{account.Name} could not sign in: {answer}. {Log.Errors.LastOrDefault()}");
    }

    /// <returns>A redirect, if the door opens.</returns>
    public static async Task<HttpStatusCode> SignIn(HttpClient client, string name)
    {
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent([new("name", name), new("password", Password), new("__RequestVerificationToken", await FormToken(client, "/sign-in"))]));
        return answer.StatusCode;
    }

    /// <summary>What a form of the page sends along, so that only its own posts are taken.</summary>
    public static async Task<string> FormToken(HttpClient client, string page) =>
        Regex.Match(await client.GetStringAsync(page), "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"") is { Success: true } token
            ? token.Groups[1].Value : throw new InvalidOperationException($"{page} has no form.");

    /// <summary>With a jar of cookies of its own.</summary>
    public HttpClient NewClient()
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false };
        var client = new HttpClient(handler) { BaseAddress = Address };
        Jars.Add(client, handler.CookieContainer);
        return client;
    }

    /// <summary>As the client would send them with its next request.</summary>
    public static string CookiesOf(HttpClient client) => Jars.TryGetValue(client, out var jar) ? jar.GetCookieHeader(client.BaseAddress!) : "";

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Anonymous.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }
}
