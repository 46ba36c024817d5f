using System.Net;
using AngleSharp.Html.Parser;
using KpiPulse.Metrics;
using KpiPulse.Testing;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace KpiPulse.Tests.Web;

/// <summary>Every route answers, and every link on every page leads somewhere. A new route fails here until it is listed.</summary>
public sealed class PageHealthTests(SampleApp sample)
{
    private static readonly Dictionary<string, string[]> Routes = new()
    {
        ["/"] = ["/"],
        ["/week/{week?}"] = ["/week", "/week/2026-W46?by=team", "/week/2026-W46", "/week/2026-W46?by=site&market=JP,KR", "/week/2020-W01", "/week/2026-W46?asof=2026-11-12T00:00:00Z&zone=Asia/Tokyo", "/week/2026-W46?asof=2026-11-12&cmp=year", "/week/2026-W44?asof=reported&cmp=previous", "/week/2026-W46?by=tier&cmp=year"],
        ["/metric/{id}"] = [.. MetricCatalog.All.Select(metric => $"/metric/{metric.Id}?week=2026-W46"), "/metric/csat?market=SG&lob=Monetisation", "/metric/csat?week=2026-W44&asof=reported&cmp=year"],
        ["/why/{metric}"] = ["/why/csat?week=2026-W46", "/why/csat?week=2026-W46&against=target", "/why/sla_first_reply?week=2026-W46&market=KR&lob=Age%20Support&by=category", "/why/dsat?week=2026-W21", "/why/escalation_rate?week=2026-W44&against=2026-W40"],
        ["/reasons/{metric?}"] = ["/reasons?week=2026-W46", "/reasons/sla_first_reply?week=2026-W46&market=KR"],
        ["/evidence/{id:int?}"] = ["/evidence"],
        ["/tickets"] = [.. MetricCatalog.All.Select(metric => $"/tickets?metric={metric.Id}&week=2026-W46"), "/tickets?metric=csat&outcome=missed&p=2"],
        ["/ticket/{source}/{id}"] = ["/ticket/desk/D-138829", "/ticket/desk/D-139551"],
        ["/events"] = ["/events"],
        ["/find"] = ["/find?q=D-138829", "/find?q=csat", "/find?q=2026-W40", "/find?q=nobody", "/find"],
        ["/tickets.xlsx"] = ["/tickets.xlsx?metric=sla_first_reply&week=2026-W46&outcome=missed"],
        ["/tickets.csv"] = ["/tickets.csv?metric=csat&week=2026-W46"],
        ["/passport"] = [.. MetricCatalog.All.Select(metric => $"/passport?metric={metric.Id}&week=2026-W46"), "/passport?metric=sla_resolution&week=2026-W40&market=SG&zone=Asia/Tokyo"],
        ["/data"] = ["/data"],
        ["/data/files/{fileId:int}"] = ["/data/files/1"],
        ["/data/check"] = ["/data/check"],
        ["/data/upload"] = ["/data/upload"],
        ["/api/kpi/{metric}"] = ["/api/kpi/csat?week=2026-W46&by=market,lob&weeks=4"],
        ["/api/passport/{metric}"] = ["/api/passport/csat?week=2026-W46&by=market&weeks=2"],
        ["/api/tickets/{metric}"] = ["/api/tickets/csat?week=2026-W46&market=SG"],
        ["/api/explain/{metric}"] = ["/api/explain/sla_first_reply?week=2026-W46&market=KR&lob=Age%20Support", "/api/explain/csat?week=2026-W46&against=four_week_mean"],
        ["/reports"] = ["/reports?week=2026-W46"],
        ["/plans"] = ["/plans"],
        ["/plans/{id:int}"] = [],
        ["/metric/{id}.pdf"] = ["/metric/quality.pdf?week=2026-W46&market=PH", "/metric/backlog.pdf?week=2026-W46&zone=Asia/Tokyo"],
        ["/why/{id}.pdf"] = ["/why/csat.pdf?week=2026-W46&market=IN", "/why/dsat.pdf?week=2026-W21&against=target"],
        ["/report.pdf"] = ["/report.pdf?week=2026-W46&market=KR"],
        ["/reports/{sha256:length(64)}.pdf"] = [],
        ["/reports/public-key.pem"] = [],
        ["/error/{code:int}"] = ["/error/404"],
        ["/api/openapi.json"] = ["/api/openapi.json"],
        ["/health/live"] = ["/health/live"],
        ["/health/ready"] = ["/health/ready"],
        ["/sign-in"] = ["/sign-in"],
        ["/sign-out"] = ["/sign-out"],
        ["/setup/{token}"] = [],
        ["/welcome/{token}"] = [],
        ["/account"] = ["/account"],
        ["/admin/accounts"] = ["/admin/accounts"],
        ["/admin/audit"] = ["/admin/audit", "/admin/audit?q=sign&outcome=done&from=2026-11-01&until=2026-11-30"],
    };

    [Fact]
    public async Task Every_route_is_listed_here()
    {
        var app = await sample.App;
        var routes = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => !route.StartsWith("/admin/jobs", StringComparison.Ordinal))
            .Distinct();

        Assert.Equal(Routes.Keys.Order(), routes.Where(route => route != "/Index").Order());
    }

    public static TheoryData<string> Addresses() => [.. Routes.Values.SelectMany(addresses => addresses)];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_page_answers(string address)
    {
        var app = await sample.App;

        var response = await app.Client.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{address}: {response.StatusCode}\n{app.Log.Errors.LastOrDefault()}");
    }

    [Theory]
    [InlineData("/week/2026-W46")]
    [InlineData("/metric/csat?week=2026-W46")]
    [InlineData("/why/csat?week=2026-W46")]
    [InlineData("/reasons?week=2026-W46")]
    [InlineData("/tickets?metric=csat&week=2026-W46")]
    [InlineData("/passport?metric=csat&week=2026-W46")]
    [InlineData("/data")]
    [InlineData("/events")]
    public async Task Every_link_of_a_page_leads_somewhere(string address)
    {
        var client = (await sample.App).Client;
        var page = new HtmlParser().ParseDocument(await client.GetStringAsync(address, TestContext.Current.CancellationToken));
        var links = page.QuerySelectorAll("a[href^='/'], link[href^='/']").Select(link => link.GetAttribute("href")!).Distinct().ToList();

        // One of each kind: links of one kind differ in their cell only.
        foreach (var link in links.GroupBy(link => link.Split('?')[0]).SelectMany(group => group.Take(2)))
        {
            var response = await client.GetAsync(link, TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{address} links to {link}: {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/week/2026-W99", HttpStatusCode.BadRequest, "2026-W99")]
    [InlineData("/metric/nonsense", HttpStatusCode.NotFound, "nothing here")]
    [InlineData("/why/created", HttpStatusCode.BadRequest, "is no rate")]
    [InlineData("/why/csat?against=yesterday", HttpStatusCode.BadRequest, "Write previous")]
    [InlineData("/tickets?metric=nonsense", HttpStatusCode.BadRequest, "There is no metric")]
    [InlineData("/tickets?metric=csat&outcome=maybe", HttpStatusCode.BadRequest, "missed, met or all")]
    [InlineData("/week/2026-W46?cmp=yesterday", HttpStatusCode.BadRequest, "cmp=previous")]
    [InlineData("/week/2026-W46?asof=yesterday", HttpStatusCode.BadRequest, "is not an instant")]
    [InlineData("/week/2026-W46?zone=IST", HttpStatusCode.BadRequest, "IANA zone")]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "nothing here")]
    public async Task A_wrong_address_says_what_is_wrong(string address, HttpStatusCode expected, string words)
    {
        var response = await (await sample.App).Client.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_jobs_dashboard_is_open_to_administrators_only()
    {
        var app = await sample.App;

        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("/admin/jobs", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await app.Anonymous.GetAsync("/admin/jobs", TestContext.Current.CancellationToken)).StatusCode);
    }
}
