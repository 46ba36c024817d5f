using System.Net;
using System.Text.Json;
using KpiPulse.Ingestion;
using KpiPulse.Metrics.Access;
using KpiPulse.Testing;
using KpiPulse.Tests.Ingestion;
using KpiPulse.Tests.Web.Access;
using KpiPulse.Warehouse;
using KpiPulse.Web.Access;
using KpiPulse.Web.Copies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>A read-only node beside an ingesting one: two real processes, and the folder between them.</summary>
public sealed class ReadOnlyNodeTests : IDisposable
{
    private const string Person = "everything@test";
    private const string Number = "/api/kpi/created?week=2026-W46&by=market";
    private const string Page = "/metric/created?week=2026-W46";

    private readonly TempFolder folder = new();

    [Fact]
    public async Task It_shows_what_the_ingesting_node_shows_switches_without_an_error_and_says_when_it_is_left_alone()
    {
        Assert.SkipUnless(CopyPublisher.IsPossible, "Copies are not published here.");
        Prepare(Data);
        using var ingesting = ServingProgram.Start(Data, ("Copies__PublishTo", Copies), ("Copies__EverySeconds", "1"));
        await ingesting.UntilReady();
        using var reading = ServingProgram.Start(Own, ("Copies__ReadFrom", Copies), ("Copies__Keys", Path.Combine(Data, "keys")), ("Copies__IngestingNode", ingesting.Address.AbsoluteUri));
        await reading.UntilReady();
        using var there = await ingesting.SignIn(Person);
        using var here = await reading.SignIn(Person);
        var old = await there.GetStringAsync(Number, Cancellation);
        Assert.Equal(old, await here.GetStringAsync(Number, Cancellation));

        // More data: old answers, then new ones, and nothing else.
        var asking = AskUntil(here, answer => answer != old);
        await Upload(there, "tickets-later.csv", IngestionFixture.Canonical + Rows(10, 17, "MY"));
        var answers = await asking;
        var now = await there.GetStringAsync(Number, Cancellation);
        Assert.Equal([old, now], answers.Distinct());
        Assert.Equal(now, await here.GetStringAsync(Number, Cancellation));
        Assert.Equal([("MY", 7), ("SG", 10)], CountsOf(now));

        // What people write comes too, though the data is the same.
        await Comment(there, "A launch in Kuala Lumpur");
        await Patience.Until(async () => (await here.GetStringAsync(Page, Cancellation)).Contains("A launch in Kuala Lumpur", StringComparison.Ordinal));

        // Nothing can be done here, and it says where.
        using (var refusal = await here.PostAsync(Page + "&handler=Comment", new FormUrlEncodedContent([new("body", "never kept")]), Cancellation))
            await IsRefused(refusal, ingesting);
        using (var refusal = await here.GetAsync("/data/upload", Cancellation))
            await IsRefused(refusal, ingesting);
        using (var refusal = await here.PostAsync("/api/kpi/created", null, Cancellation))
            Assert.Contains("Do this on the ingesting node", await refusal.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain("never kept", await there.GetStringAsync(Page, Cancellation), StringComparison.Ordinal);

        // Rows that leave are noted, in a file of this node.
        Assert.Contains("T12", await here.GetStringAsync("/tickets.csv?metric=created&week=2026-W46", Cancellation), StringComparison.Ordinal);
        Assert.Contains(File.ReadLines(Path.Combine(Own, AuditTrail.NodeFile)), line => line.Contains("\"export\"", StringComparison.Ordinal) && line.Contains(Person, StringComparison.Ordinal));

        // The other node dies: this one goes on, and says so when its minute (here: four seconds) is over.
        Assert.DoesNotContain("Nothing has been published", await here.GetStringAsync(Page, Cancellation), StringComparison.Ordinal);
        await ingesting.Kill();
        Assert.Equal(now, await here.GetStringAsync(Number, Cancellation));
        await reading.UntilReady(isReady: false);
        var stale = await here.GetStringAsync(Page, Cancellation);
        Assert.Contains("Nothing has been published since", stale, StringComparison.Ordinal);
        Assert.Contains("A launch in Kuala Lumpur", stale, StringComparison.Ordinal);
        Assert.Equal(now, await here.GetStringAsync(Number, Cancellation));
        using (var live = await here.GetAsync("/health/live", Cancellation))
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        // And comes again.
        using var again = ServingProgram.Start(Data, ("Copies__PublishTo", Copies), ("Copies__EverySeconds", "1"));
        await reading.UntilReady();
        Assert.DoesNotContain("Nothing has been published", await here.GetStringAsync(Page, Cancellation), StringComparison.Ordinal);
        Assert.True(Directory.GetFiles(Copies, "*.duckdb").Length <= 2);
    }

    [Fact]
    public async Task Without_a_copy_it_waits_and_says_so_and_answers_once_there_is_one()
    {
        new WarehouseOptions { DataFolder = Copies }.CreateDataFolder();
        var options = Prepare(Data);
        await using var app = await RunningApp.Start(TimeProvider.System, isEmpty: true, configure: builder =>
        {
            builder.Configuration["Copies:ReadFrom"] = Copies;
            builder.Configuration["Copies:Keys"] = Path.Combine(Data, "keys");
        });

        using (var waiting = await app.Anonymous.GetAsync("/week", Cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, waiting.StatusCode);
            Assert.Contains("Copies__PublishTo", await waiting.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        Assert.Equal("Healthy", await app.Anonymous.GetStringAsync("/health/live", Cancellation));
        using (var ready = await app.Anonymous.GetAsync("/health/ready", Cancellation))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Publish(options);

        await Patience.Until(async () => (await app.Anonymous.GetAsync("/health/ready", Cancellation)).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await RunningApp.SignIn(app.Anonymous, Person));
        using var page = await app.Anonymous.GetAsync(Page, Cancellation);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.InRange(page.Headers.Age!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    /// <summary>A node changes its application with every copy for months.</summary>
    [Fact]
    public async Task An_application_that_was_replaced_is_let_go_of()
    {
        Publish(Prepare(Data));
        var copies = new PublishedCopies(Copies);
        using var limits = new RequestLimits(60);
        var options = OptionsOf(("ReadFrom", Copies), ("Keys", Path.Combine(Data, "keys")));
        var setup = new CopySetup(options, new NodePlace(Own, TimeProvider.System, null), NullLoggerFactory.Instance, limits);

        var gone = await StartAndStop();
        for (var round = 0; round < 50 && gone.IsAlive; round++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(gone.IsAlive);

        async Task<WeakReference> StartAndStop()
        {
            await using var app = await CopyApp.Start(new CopyInUse(copies.Current()!, copies, null, TimeProvider.System), setup, Cancellation);
            var request = new DefaultHttpContext { Request = { Method = "GET", Scheme = "http", Host = new HostString("localhost"), Path = "/sign-in" }, Connection = { RemoteIpAddress = IPAddress.Loopback } };
            await app.Answer(request);
            Assert.Equal(200, request.Response.StatusCode);
            return new WeakReference(app.Services.GetRequiredService<KpiWarehouse>());
        }
    }

    [Fact]
    public void A_session_of_a_read_only_node_ends_there_for_good_and_opens_no_other_node()
    {
        var options = Prepare(Data);
        Publish(options);
        string elsewhere;
        using (var other = Open(Path.Combine(folder.Path, "other")))
            elsewhere = new EndedSessions(other).NewId();
        using var copy = Open(Own);
        var sessions = new EndedSessions(copy);
        var session = sessions.NewId();

        Assert.False(sessions.Contains(session));
        Assert.True(sessions.Contains(elsewhere));
        using (var warehouse = KpiWarehouse.Open(options, TimeProvider.System, NullLogger.Instance))
        {
            Assert.True(new EndedSessions(warehouse).Contains(session));
            Assert.True(Assert.Throws<WarehouseException>(() => sessions.End(new EndedSessions(warehouse).NewId())).IsReadOnly);
        }

        sessions.End(session);
        Assert.True(sessions.Contains(session));
        Assert.True(new EndedSessions(copy).Contains(session));
    }

    [Fact]
    public void Wrong_passwords_are_counted_on_over_a_change_of_copies_and_written_nowhere()
    {
        Publish(Prepare(Data));
        using var copy = Open(Own);
        var accounts = new Accounts(copy);
        var person = accounts.Named(Person)!;

        for (var failure = 0; failure < SignInRules.FailuresUntilLock; failure++)
            accounts.Failed(person.Id);
        var next = new Accounts(copy);
        next.CountOn(accounts);

        Assert.NotNull(next.Get(person.Id)!.LockedUntil);
        Assert.Equal(SignInRules.FailuresUntilLock, next.Get(person.Id)!.FailedSignIns);
        Assert.Equal(0, new Accounts(copy).Get(person.Id)!.FailedSignIns);
        Assert.True(Assert.Throws<WarehouseException>(() => next.SetActive(person.Id, false)).IsReadOnly);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_ends_serve_with_one_line_that_says_what_to_do()
    {
        var ended = await RealProgram.Run(["serve", "--data", Own, "--urls", "http://127.0.0.1:0"], ("Copies__ReadFrom", Copies), ("ASPNETCORE_ENVIRONMENT", "Production"));

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("Copies__ReadFrom must name", Assert.Single(ended.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_contradict_each_other_or_name_the_wrong_folder_are_refused()
    {
        Directory.CreateDirectory(Copies);
        Prepare(Data);
        var keys = Path.Combine(Data, "keys");

        Assert.Contains("publishes copies or reads them", Refusal(("PublishTo", Copies), ("ReadFrom", Copies)), StringComparison.Ordinal);
        Assert.Contains("from 1 to 15", Refusal(("PublishTo", Copies), ("EverySeconds", "60")), StringComparison.Ordinal);
        Assert.Contains("it is not set", Refusal(("ReadFrom", Copies)), StringComparison.Ordinal);
        Assert.Contains("holds no such keys", Refusal(("ReadFrom", Copies), ("Keys", Copies)), StringComparison.Ordinal);
        Assert.Null(Record.Exception(() => OptionsOf(("ReadFrom", Copies), ("Keys", keys)).RefuseUnusable(Own)));
        Assert.Contains("holds a warehouse of its own", Assert.Throws<UnsafeSettingsException>(() => OptionsOf(("ReadFrom", Copies), ("Keys", keys)).RefuseUnusable(Data)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder.Path, "data");

    private string Own => Path.Combine(folder.Path, "own");

    private string Copies => Path.Combine(folder.Path, "copies");

    /// <summary>A week's tickets and a person.</summary>
    private WarehouseOptions Prepare(string data)
    {
        var options = new WarehouseOptions { DataFolder = data, MemoryLimit = "512MB" };
        using var warehouse = KpiWarehouse.Open(options, TimeProvider.System, NullLogger.Instance);
        using var ingestion = new InboxIngestion(warehouse);
        var run = ingestion.Ingest([folder.File("tickets-first.csv", IngestionFixture.Canonical + Rows(0, 10, "SG"))], cancellation: Cancellation);
        Assert.Equal(IngestStatus.Loaded, Assert.Single(run.Files).Status);
        RunningApp.Add(new Accounts(warehouse), Person, Roles.ApacLead | Roles.TeamLeader | Roles.Administrator);
        // What a first start leaves.
        _ = Pseudonyms.In(options.KeysFolder);
        DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(options.KeysFolder, "forms")), keys => keys.SetApplicationName("KpiPulse")).CreateProtector("test").Protect("test");
        return options;
    }

    private void Publish(WarehouseOptions options)
    {
        using var warehouse = KpiWarehouse.Open(options, TimeProvider.System, NullLogger.Instance);
        new CopyPublisher(warehouse, new PublishedCopies(Copies), TimeSpan.FromSeconds(15)).Look();
    }

    private KpiWarehouse Open(string own)
    {
        var copies = new PublishedCopies(Copies);
        return KpiWarehouse.Open(new WarehouseOptions { DataFolder = own, Copy = copies.PathOf(copies.Current()!), MemoryLimit = "512MB" }, TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>Every answer until one is as asked for, and some more; each is a success.</summary>
    private static async Task<List<string>> AskUntil(HttpClient client, Func<string, bool> isLast)
    {
        const int After = 20;
        List<string> answers = [];
        var patience = System.Diagnostics.Stopwatch.StartNew();
        for (var after = 0; after < After; after += isLast(answers[^1]) ? 1 : 0)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), $"{answers.Count} answers, and it was always the same.");
            answers.Add(await client.GetStringAsync(Number, Cancellation));
            using var page = await client.GetAsync(Page, Cancellation);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        return answers;
    }

    private static async Task Upload(HttpClient client, string name, string text)
    {
        using var form = new MultipartFormDataContent { { new StringContent(await RunningApp.FormToken(client, "/data/upload")), "__RequestVerificationToken" }, { new StringContent(text), "file", name } };
        using var answer = await client.PostAsync("/data/upload", form, Cancellation);
        Assert.Equal("/data?received=1", answer.Headers.Location?.OriginalString);
    }

    private static async Task Comment(HttpClient client, string body)
    {
        using var answer = await Forms.Send(client, Page, Page + "&handler=Comment", ("body", body));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static async Task IsRefused(HttpResponseMessage answer, ServingProgram ingesting)
    {
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("This node shows a copy and changes nothing. Do this on the ingesting node.", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{ingesting.Address.AbsoluteUri}\"", page, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Market, int Count)> CountsOf(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("rows").EnumerateArray()
        .Select(row => (row.GetProperty("market").GetString()!, (int)row.GetProperty("value").GetDouble())).Order();

    private static string Rows(int from, int until, string market) => string.Concat(Enumerable.Range(from, until - from).Select(number =>
        $"T{number},2026-11-10T10:00:00Z,2026-11-10T09:00:00Z,open,{market},Login\n"));

    private static CopyOptions OptionsOf(params (string Name, string Value)[] settings) =>
        CopyOptions.Of(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Copies:" + setting.Name, (string?)setting.Value))).Build());

    private string Refusal(params (string Name, string Value)[] settings) => Assert.Throws<UnsafeSettingsException>(() => OptionsOf(settings).RefuseUnusable(Own)).Message;
}
