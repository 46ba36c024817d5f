using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>Page, API, list and CSV tell one number.</summary>
public sealed partial class NumbersAgreeTests(SampleApp sample)
{
    [Theory]
    [InlineData("csat")]
    [InlineData("sla_first_reply")]
    [InlineData("sla_resolution")]
    [InlineData("quality_pass_rate")]
    [InlineData("created")]
    [InlineData("solved")]
    [InlineData("backlog")]
    [InlineData("reopen_rate")]
    [InlineData("first_reply_p50")]
    public async Task The_list_behind_a_number_counts_what_the_number_says(string metric)
    {
        var app = await sample.App;
        var engine = app.Get<MetricEngine>();
        var question = new MetricQuestion(metric) { Period = IsoWeek.Parse("2026-W46").Days };
        // Bases are apart in numbers and together in the list that names none.
        var n = engine.Ask(question, Scope.Everything).Points.Sum(point => point.N);

        var page = new HtmlParser().ParseDocument(await app.Client.GetStringAsync($"/tickets?metric={metric}&week=2026-W46", TestContext.Current.CancellationToken));
        var csv = await app.Client.GetStringAsync($"/tickets.csv?metric={metric}&week=2026-W46", TestContext.Current.CancellationToken);

        var said = Said(page);
        Assert.Equal((long)n, said);
        Assert.Equal(said, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.True(said > 0);
    }

    [Fact]
    public async Task Misses_of_a_team_can_be_read_by_who_held_them_longest()
    {
        var app = await sample.App;
        var engine = app.Get<MetricEngine>();
        var question = new MetricQuestion("sla_resolution") { Period = IsoWeek.Parse("2026-W46").Days };
        // The team whose two readings differ most, so that a link to the same list would be seen.
        var teams = Counts("team").Join(Counts("contributor"), pair => pair.Key, pair => pair.Key, (owned, held) => (Team: owned.Key, Owned: owned.Value, Held: held.Value)).MaxBy(team => Math.Abs(team.Owned - team.Held));
        Assert.NotEqual(teams.Owned, teams.Held);

        var owned = await Page($"/tickets?metric=sla_resolution&week=2026-W46&team={teams.Team}");
        var held = await Page(owned.QuerySelectorAll(".actions a").Single(link => link.GetAttribute("href")!.Contains("contributor=", StringComparison.Ordinal)).GetAttribute("href")!);

        Assert.Equal(((long)teams.Owned, (long)teams.Held), (Said(owned), Said(held)));

        Dictionary<string, double> Counts(string by) => engine.Ask(question with { By = [by] }, Scope.Everything).Points.Where(point => point[by] is not null).GroupBy(point => point[by]!).ToDictionary(group => group.Key, group => group.Sum(point => point.N));
        async Task<AngleSharp.Html.Dom.IHtmlDocument> Page(string path) => new HtmlParser().ParseDocument(await app.Client.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_cell_of_the_scorecard_is_the_engines_number()
    {
        var app = await sample.App;
        var engine = app.Get<MetricEngine>();
        var page = new HtmlParser().ParseDocument(await app.Client.GetStringAsync("/week/2026-W46", TestContext.Current.CancellationToken));
        var cells = page.QuerySelectorAll("td[data-testid=cell] a").ToList();

        Assert.NotEmpty(cells);
        foreach (var cell in cells)
        {
            var link = new Uri(app.Address, cell.GetAttribute("href")!);
            var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(link.Query);
            var question = new MetricQuestion(query["metric"].ToString())
            {
                Period = IsoWeek.Parse(query["week"].ToString()).Days,
                Where = [new DimensionFilter("market", [query["market"].ToString()]), new DimensionFilter("lob", [query["lob"].ToString()])],
                Basis = query.TryGetValue("basis", out var basis) ? basis.ToString() : null,
            };
            var point = engine.Ask(question, Scope.Everything).Only!;
            var expected = point.N < 5
                ? $"n = {point.N.ToString(CultureInfo.InvariantCulture)}"
                : KpiPulse.Reporting.MetricText.Value(MetricCatalog.Get(question.Metric), point, CultureInfo.GetCultureInfo("en")).TrimEnd('%');
            Assert.Contains(expected, cell.TextContent, StringComparison.Ordinal);
        }
    }

    private static long Said(AngleSharp.Html.Dom.IHtmlDocument page) =>
        long.Parse(Digits().Match(page.QuerySelector("[data-testid=tickets-sentence]")!.TextContent).Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[\d,]+")]
    private static partial Regex Digits();
}
