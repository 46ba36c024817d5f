using System.Net;
using AngleSharp.Html.Parser;
using KpiPulse.Ingestion;
using KpiPulse.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>The Data page as a person works with it, over an application and files of its own.</summary>
public sealed class DataPageTests : IAsyncLifetime
{
    private readonly TempFolder exports = new();
    private RunningApp app = null!;

    public async ValueTask InitializeAsync()
    {
        app = await RunningApp.Start(new FakeTimeProvider(new DateTimeOffset(2026, 11, 16, 6, 0, 0, TimeSpan.Zero)));
        var rows = string.Concat(Enumerable.Range(1, 60).Select(number => $"T{number},2026-11-10T10:00:00Z,2026-11-09T09:00:00Z,open,SG,Login\n"));
        app.Get<InboxIngestion>().Ingest([exports.File("tickets-2026-W45.csv", Header + rows + "B1,,nonsense,open,SG,\"=1+1\"\n")]);
    }

    [Fact]
    public async Task A_confirmed_rhythm_makes_the_week_without_its_file_provisional_on_page_and_in_json()
    {
        Assert.DoesNotContain("missing", await Text("/week/2026-W46", "[data-testid=status]"), StringComparison.Ordinal);

        var answer = await Post("/data", "[data-testid=rhythms] form");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("1 file missing: kpipulse-tickets 2026-W46 late", await Text("/week/2026-W46", "[data-testid=status]"), StringComparison.Ordinal);
        Assert.Contains("\"missing_files\":[{\"source\":\"kpipulse-tickets\",\"period\":\"2026-W46\"", await app.Client.GetStringAsync("/api/kpi/created?week=2026-W46", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var page = await Page("/data");
        Assert.Equal(["loaded", "late", "awaited"], page.QuerySelectorAll("[data-testid=expected]").Select(cell => cell.GetAttribute("data-state")));
    }

    [Fact]
    public async Task Rejected_rows_can_be_read_and_taken_away_without_a_formula_in_them()
    {
        var page = await Page("/data/files/1");
        var csv = await app.Client.GetStringAsync("/data/files/1?handler=Csv", TestContext.Current.CancellationToken);

        Assert.Equal(["62", "created_at", "nonsense"], page.QuerySelectorAll("[data-testid=rejected-rows] tbody td").Select(cell => cell.TextContent.Trim()).Where((_, column) => column is 0 or 1 or 3));
        Assert.StartsWith("line,column,reason,value,row\r\n62,created_at,", csv, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/data/files/99", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_file_is_read_again_by_one_button()
    {
        var answer = await Post("/data/files/1", "[data-testid=replay]");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("Read again with the profile kpipulse-tickets: 60 of 61 rows loaded", await Text("/data/files/1", "[data-testid=replayed]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_shows_what_would_become_of_a_file_and_an_upload_lands_it()
    {
        var file = Header + "U1,2026-11-10T10:00:00Z,2026-11-09T09:00:00Z,open,SG,<script>alert(1)</script>\n";

        var checkedPage = new HtmlParser().ParseDocument(await (await Send("/data/check", "[data-testid=check]", "tickets-new.csv", file)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("1 of 1 rows would load", checkedPage.QuerySelector("h1")!.TextContent);
        Assert.Equal(2, checkedPage.QuerySelectorAll("[data-testid=sample]").Length);
        Assert.Empty(checkedPage.QuerySelectorAll("main script"));
        Assert.Equal(1, app.Get<ReceivedData>().Totals.Files);

        var answer = await Send("/data/upload", "[data-testid=upload]", "../tickets-new.csv", file);
        Assert.Equal("/data?received=1", answer.Headers.Location!.ToString());
        for (var patience = 0; app.Get<ReceivedData>().Totals.Files < 2 && patience < 300; patience++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(("tickets-new.csv", "loaded"), app.Get<ReceivedData>().Files(FileKind.All, 1) is [var newest] ? (newest.FileName, newest.State) : default);
    }

    [Fact]
    public async Task Files_are_found_by_what_became_of_them_and_copies_are_told_of()
    {
        Ingest([exports.File("tickets-odd.csv", "a,b\n1,2\n"), exports.File("tickets-again.csv", File.ReadAllText(Path.Combine(exports.Path, "tickets-2026-W45.csv"))), exports.File("tickets-<b>x.csv", Header + "V1,2026-11-10T10:00:00Z,2026-11-09T09:00:00Z,open,SG,Login\n")]);

        var all = await Page("/data");
        Assert.Equal(["All 3", "Refused 1", "With rejected rows 1"], all.QuerySelectorAll("[data-testid=which-files] a").Select(link => Words(link.TextContent)));
        Assert.Equal(["tickets-<b>x.csv", "tickets-odd.csv", "tickets-2026-W45.csv"], Names(all));
        Assert.StartsWith("tickets-again.csv", Words(all.QuerySelector("[data-testid=turned-away] tbody tr")!.TextContent), StringComparison.Ordinal);
        Assert.Equal(["tickets-odd.csv"], Names(await Page("/data?show=refused")));
        Assert.Contains("No source profile takes tickets-odd.csv", await Text("/data?show=refused", "[data-testid=files]"), StringComparison.Ordinal);
        Assert.Equal(["tickets-2026-W45.csv"], Names(await Page("/data?show=withrejects")));
        Assert.Contains("rows not counted: 1 rejected", await Text("/week/2026-W46", "[data-testid=status]"), StringComparison.Ordinal);

        static IEnumerable<string> Names(AngleSharp.Html.Dom.IHtmlDocument page) => page.QuerySelectorAll("[data-testid=files] tbody tr td:first-child b").Select(name => name.TextContent);
    }

    [Fact]
    public async Task What_the_source_says_is_held_against_what_its_history_says()
    {
        Ingest([
            exports.File("tickets-2026-W46.csv", "ticket_id,source_updated_at,created_at,status,market,lob,solved_at,reopen_count\nR1,2026-11-12T10:00:00Z,2026-11-10T09:00:00Z,solved,SG,Login,2026-11-11T09:00:00Z,0\nR2,2026-11-12T10:00:00Z,2026-11-10T09:00:00Z,solved,SG,Login,2026-11-11T09:00:00Z,3\n"),
            exports.File("ticket_events-2026-W46.csv", "event_id,ticket_id,occurred_at,type,actor_type,new_value,is_public\n" + string.Concat(new[] { "R1", "R2" }.Select(ticket =>
                $"{ticket}a,{ticket},2026-11-10T09:00:00Z,created,system,new,true\n{ticket}b,{ticket},2026-11-11T09:00:00Z,status,agent,solved,\n")) + "R1c,R1,2026-11-10T08:00:00Z,comment,end_user,,true\n")]);

        var page = await Page("/data");

        Assert.Contains("kpipulse event before the creation of its ticket 1", Rows("flags"));
        Assert.Equal(["kpipulse reopens ! 1 of 1", "kpipulse solved 0 of 1"], Rows("reconciliation"));

        IEnumerable<string> Rows(string table) => page.QuerySelectorAll($"[data-testid={table}] tbody tr").Select(row => Words(string.Join(' ', row.QuerySelectorAll("td").Select(cell => cell.TextContent))));
    }

    [Fact]
    public async Task A_post_without_its_token_changes_nothing()
    {
        var answer = await app.Client.PostAsync("/data?handler=Expect", new FormUrlEncodedContent([KeyValuePair.Create("source", "kpipulse-tickets"), KeyValuePair.Create("every", "week"), KeyValuePair.Create("hours", "12")]), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Single(app.Get<Expectations>().Rhythms());
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        exports.Dispose();
    }

    private const string Header = "ticket_id,source_updated_at,created_at,status,market,lob\n";

    private void Ingest(IReadOnlyList<string> paths) => app.Get<InboxIngestion>().Ingest(paths, cancellation: TestContext.Current.CancellationToken);

    private async Task<AngleSharp.Html.Dom.IHtmlDocument> Page(string address) => new HtmlParser().ParseDocument(await app.Client.GetStringAsync(address, TestContext.Current.CancellationToken));

    private async Task<string> Text(string address, string selector) => Words((await Page(address)).QuerySelector(selector)!.TextContent);

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task<HttpResponseMessage> Send(string address, string selector, string name, string text)
    {
        var token = (await Page(address)).QuerySelector(selector + " input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(text), "file", name } };
        return await app.Client.PostAsync(address, form, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends the form as the page gave it.</summary>
    private async Task<HttpResponseMessage> Post(string address, string selector)
    {
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)(await Page(address)).QuerySelector(selector)!;
        var fields = form.QuerySelectorAll("input[name]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? ""));
        return await app.Client.PostAsync(form.GetAttribute("action") ?? address, new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
    }
}
