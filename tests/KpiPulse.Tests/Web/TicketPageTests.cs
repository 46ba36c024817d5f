using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ExcelDataReader;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>One ticket's clocks, worked by hand in sample-data/README.md, and lists as workbooks.</summary>
public sealed class TicketPageTests(SampleApp sample)
{
    [Fact]
    public async Task A_first_reply_round_a_lunch_break_and_a_holiday_is_replayed_stretch_by_stretch()
    {
        var page = await Page("/ticket/desk/D-138829");

        var clock = page.QuerySelector("[data-testid=clock][data-clock=FRT]")!;
        var running = clock.QuerySelectorAll("[data-testid=pieces] tbody tr").Where(row => row.TextContent.Contains("running", StringComparison.Ordinal)).ToList();
        Assert.Contains("met", clock.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 h 21 min of 2 h 00 min", clock.TextContent, StringComparison.Ordinal);
        Assert.Contains("Mon 9 Nov 11:35:53", running[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Mon 9 Nov 12:00:00", running[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Tue 10 Nov 09:57:19", running[^1].TextContent, StringComparison.Ordinal);
        Assert.NotNull(clock.QuerySelector("svg.ribbon rect.k-out_of_hours"));
    }

    [Fact]
    public async Task A_first_reply_in_the_night_is_missed_by_seven_minutes()
    {
        var clock = (await Page("/ticket/desk/D-139551")).QuerySelector("[data-testid=clock][data-clock=FRT]")!;

        Assert.Contains("missed", clock.TextContent, StringComparison.Ordinal);
        Assert.Contains("2 h 07 min of 2 h 00 min", clock.TextContent, StringComparison.Ordinal);
        Assert.NotNull(clock.QuerySelector("svg.ribbon .due"));
    }

    [Fact]
    public async Task An_unknown_ticket_is_not_found() =>
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await (await sample.App).Client.GetAsync("/ticket/desk/nonsense", TestContext.Current.CancellationToken)).StatusCode);

    [Fact]
    public async Task The_list_of_misses_shows_what_each_clock_used_and_leads_to_the_ticket()
    {
        var page = await Page("/tickets?metric=sla_first_reply&outcome=missed&week=2026-W46&market=KR&lob=Age%20Support");
        var rows = page.QuerySelectorAll("[data-testid=tickets] tbody tr").ToList();

        Assert.Equal(29, rows.Count);
        Assert.All(rows, row => Assert.NotNull(row.QuerySelector("svg.use.is-late")));
        Assert.All(rows, row => Assert.StartsWith("/ticket/desk/D-", row.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_workbook_holds_the_same_rows_and_no_formula()
    {
        const string Query = "metric=sla_first_reply&outcome=missed&week=2026-W46&market=KR";
        var client = (await sample.App).Client;
        var csv = await client.GetStringAsync($"/tickets.csv?{Query}", TestContext.Current.CancellationToken);
        var file = await client.GetByteArrayAsync($"/tickets.xlsx?{Query}", TestContext.Current.CancellationToken);

        using var workbook = ExcelReaderFactory.CreateReader(new MemoryStream(file));
        var rows = new List<object?>();
        while (workbook.Read())
            rows.Add(workbook.GetValue(0));
        Assert.Equal(csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]), rows.Skip(1).Select(cell => (string)cell!));

        using var parts = new System.IO.Compression.ZipArchive(new MemoryStream(file));
        foreach (var sheet in parts.Entries.Where(entry => entry.FullName.Contains("worksheets/", StringComparison.Ordinal) && entry.FullName.EndsWith(".xml", StringComparison.Ordinal)))
            Assert.DoesNotContain("<f", await new StreamReader(sheet.Open()).ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<IHtmlDocument> Page(string address) =>
        new HtmlParser().ParseDocument(await (await sample.App).Client.GetStringAsync(address, TestContext.Current.CancellationToken));
}
