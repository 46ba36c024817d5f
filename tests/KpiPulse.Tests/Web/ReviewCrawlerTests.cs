using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using KpiPulse.Metrics;
using KpiPulse.Reporting;
using KpiPulse.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>
/// Follows numbers to their rows: what a page shows = what the engine (and so <c>kpi</c>) answers = count or ratio of the rows behind it = CSV.
/// The suite opens the list of every so-manieth number; <c>KPIPULSE_CRAWL=1</c> opens every one.
/// </summary>
public sealed partial class ReviewCrawlerTests(SampleApp sample)
{
    private static readonly CultureInfo Reader = CultureInfo.GetCultureInfo("en");
    private static readonly int Every = Environment.GetEnvironmentVariable("KPIPULSE_CRAWL") is { Length: > 0 } every ? int.Parse(every, CultureInfo.InvariantCulture) : 23;

    [Theory]
    [InlineData("/week/2026-W46")]
    [InlineData("/week/2026-W46?by=market")]
    [InlineData("/week/2026-W46?by=tier")]
    [InlineData("/week/2026-W46?by=site")]
    [InlineData("/week/2026-W46?by=team")]
    [InlineData("/week/2026-W46?by=channel")]
    [InlineData("/week/2026-W43?market=KR,IN&tier=1")]
    public async Task Every_number_of_the_scorecard_is_the_engines_and_its_rows(string address)
    {
        var app = await sample.App;
        var links = (await Page(app, address)).QuerySelectorAll("td.cell > a").ToList();

        Assert.True(links.Count >= 12, $"{links.Count} numbers on {address}");
        foreach (var (index, link) in links.Index())
        {
            var (question, point) = Asked(app, link.GetAttribute("href")!);
            var shown = (link.QuerySelector("b") ?? link.QuerySelector(".few"))!.TextContent;
            Assert.Equal(Shown(question, point), shown);
            if (index % Every == 0)
                await RowsAgree(app, link.GetAttribute("href")!, question, point);
        }
    }

    [Theory]
    [InlineData("/metric/csat?week=2026-W46")]
    [InlineData("/metric/sla_first_reply?week=2026-W46&market=KR&lob=Age%20Support")]
    [InlineData("/metric/quality?week=2026-W46&market=PH")]
    [InlineData("/metric/backlog?week=2026-W45")]
    [InlineData("/metric/resolution_p90?week=2026-W46")]
    public async Task Every_number_of_a_metric_is_the_engines_and_its_rows(string address)
    {
        var app = await sample.App;
        var page = await Page(app, address);

        var head = page.QuerySelector("[data-testid=metric-value]")!;
        var (question, point) = Asked(app, head.GetAttribute("href")!);
        Assert.Equal(MetricText.Value(MetricCatalog.Get(question.Metric), point, Reader), head.TextContent);
        await RowsAgree(app, head.GetAttribute("href")!, question, point);
        if (page.QuerySelector("[data-testid=missed]") is { } missed)
            Assert.Equal((long)(point.Denominator - point.Numerator)!, await CountSaid(app, missed.GetAttribute("href")!));

        // The table under a chart: each week's number leads to its own rows.
        var weeks = page.QuerySelectorAll("figure.chart-figure details tbody a").Where(link => link.GetAttribute("href")!.StartsWith("/tickets", StringComparison.Ordinal)).ToList();
        Assert.True(weeks.Count >= 6, $"{weeks.Count} weeks on {address}");
        foreach (var (index, link) in weeks.Index().Where(each => each.Index % Every == 0))
        {
            var (asked, number) = Asked(app, link.GetAttribute("href")!);
            Assert.Equal(IsoWeek.Of(asked.Period!.Value.Start).ToString(), link.TextContent);
            Assert.Equal((long)number.N, await CountSaid(app, link.GetAttribute("href")!));
        }
    }

    private static async Task RowsAgree(RunningApp app, string href, MetricQuestion question, MetricPoint point)
    {
        var csv = Rows(await app.Client.GetStringAsync(href.Replace("/tickets?", "/tickets.csv?", StringComparison.Ordinal), TestContext.Current.CancellationToken));
        var values = csv.Select(row => double.Parse(row[^2], CultureInfo.InvariantCulture)).ToList();

        Assert.Equal((long)point.N, await CountSaid(app, href));
        Assert.Equal((long)point.N, csv.Count);
        if (point.Value is { } value && MetricCatalog.Get(question.Metric).Aggregation is Aggregation.Ratio or Aggregation.Mean)
            Assert.Equal(point.Value!.Value, values.Sum() / values.Count, 9);
    }

    private static (MetricQuestion Question, MetricPoint Point) Asked(RunningApp app, string href)
    {
        var engine = app.Get<MetricEngine>();
        var query = QueryHelpers.ParseQuery(new Uri(app.Address, href).Query);
        var question = new MetricQuestion(query["metric"].ToString())
        {
            Period = IsoWeek.Parse(query["week"].ToString()).Days,
            Where = [.. query.Where(pair => engine.Dimensions.All.Any(dimension => dimension.Id == pair.Key)).Select(pair => new DimensionFilter(pair.Key, pair.Value.ToString().Split(',')))],
            Basis = query.TryGetValue("basis", out var basis) ? basis.ToString() : null,
        };
        return (question, engine.Ask(question, Scope.Everything).Only!);
    }

    private static string Shown(MetricQuestion question, MetricPoint point) => point.N < 5 && MetricCatalog.Get(question.Metric).Aggregation is Aggregation.Ratio or Aggregation.Mean
        ? $"n = {point.N.ToString(CultureInfo.InvariantCulture)}"
        : MetricText.Value(MetricCatalog.Get(question.Metric), point, Reader).TrimEnd('%');

    private static async Task<long> CountSaid(RunningApp app, string href)
    {
        var sentence = (await Page(app, href)).QuerySelector("[data-testid=tickets-sentence]")!.TextContent;
        return long.Parse(Count().Match(sentence).Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    private static List<string[]> Rows(string csv) => [.. csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];

    private static async Task<IHtmlDocument> Page(RunningApp app, string address) =>
        new HtmlParser().ParseDocument(await app.Client.GetStringAsync(address, TestContext.Current.CancellationToken));

    [GeneratedRegex(@"^[\d,]+")]
    private static partial Regex Count();
}
