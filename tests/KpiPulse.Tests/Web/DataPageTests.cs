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

    private async Task<AngleSharp.Html.Dom.IHtmlDocument> Page(string address) => new HtmlParser().ParseDocument(await app.Client.GetStringAsync(address, TestContext.Current.CancellationToken));

    private async Task<string> Text(string address, string selector) => string.Join(' ', (await Page(address)).QuerySelector(selector)!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Sends the form as the page gave it.</summary>
    private async Task<HttpResponseMessage> Post(string address, string selector)
    {
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)(await Page(address)).QuerySelector(selector)!;
        var fields = form.QuerySelectorAll("input[name]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? ""));
        return await app.Client.PostAsync(form.GetAttribute("action") ?? address, new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
    }
}
