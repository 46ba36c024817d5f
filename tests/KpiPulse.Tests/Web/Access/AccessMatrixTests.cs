using System.Net;
using System.Text;
using KpiPulse.Testing;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace KpiPulse.Tests.Web.Access;

/// <summary>Every endpoint × every kind of person × every verb: the expected answer, and no canary where it does not belong. A new endpoint fails here until it is listed.</summary>
public sealed class AccessMatrixTests(CanaryApp canaries)
{
    private const int Ok = 200;
    private const int Away = 302;
    private const int None = 404;

    /// <summary>Route → addresses with what the red leader, the blue leader, the lead, global leadership and the administrator get. Anonymous people are sent to the door.</summary>
    private static readonly Dictionary<string, (string Address, int[] Expected)[]> Reads = new()
    {
        ["/"] = [("/", [Away, Away, Away, Away, Away])],
        ["/week/{week?}"] =
        [
            ($"/week/{CanaryApp.Latest}", [Ok, Ok, Ok, None, None]),
            ($"/week/{CanaryApp.Published}", [Ok, Ok, Ok, Ok, None]),
            ($"/week/{CanaryApp.Latest}?team=RED", [Ok, None, Ok, None, None]),
            ($"/week/{CanaryApp.Published}?by=team&team=BLUE", [None, Ok, Ok, Ok, None]),
        ],
        ["/metric/{id}"] = [($"/metric/csat?week={CanaryApp.Published}", [Ok, Ok, Ok, Ok, None]), ($"/metric/created?week={CanaryApp.Published}&team=RED", [Ok, None, Ok, Ok, None]), ("/metric/created?agent=CANARYRED-AGENT", [Ok, Ok, None, None, None])],
        ["/why/{metric}"] = [($"/why/csat?week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None]), ($"/why/csat?week={CanaryApp.Latest}&team=RED", [Ok, None, Ok, None, None])],
        ["/find"] = [("/find?q=CANARYRED-16", [Away, Ok, Away, Ok, None])],
        ["/reasons/{metric?}"] = [($"/reasons/csat?week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None])],
        ["/evidence/{id:int?}"] = [("/evidence", [Away, Away, Away, None, None]), ("/evidence/999", [None, None, None, None, None])],
        ["/tickets"] = [($"/tickets?metric=created&week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None]), ($"/tickets?metric=csat&week={CanaryApp.Latest}&team=RED", [Ok, None, Ok, None, None]), ($"/tickets?metric=csat&week={CanaryApp.Latest}&team=RED,BLUE", [None, None, Ok, None, None])],
        ["/ticket/{source}/{id}"] = [("/ticket/kpipulse/CANARYRED-16", [Ok, None, Ok, None, None]), ("/ticket/kpipulse/CANARYBLUE-16", [None, Ok, Ok, None, None])],
        ["/events"] = [("/events", [Ok, Ok, Ok, Ok, None])],
        ["/tickets.xlsx"] = [($"/tickets.xlsx?metric=created&week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None]), ($"/tickets.xlsx?metric=created&week={CanaryApp.Latest}&team=RED", [Ok, None, Ok, None, None])],
        ["/tickets.csv"] = [($"/tickets.csv?metric=created&week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None]), ($"/tickets.csv?metric=created&week={CanaryApp.Latest}&team=RED", [Ok, None, Ok, None, None])],
        ["/passport"] = [($"/passport?metric=csat&week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None])],
        ["/data"] = [("/data", [None, None, Ok, None, Ok])],
        ["/data/files/{fileId:int}"] = [("/data/files/1", [None, None, Ok, None, Ok]), ("/data/files/1?handler=Csv", [None, None, Ok, None, None])],
        ["/data/check"] = [("/data/check", [None, None, None, None, Ok])],
        ["/data/upload"] = [("/data/upload", [None, None, None, None, Ok])],
        ["/api/kpi/{metric}"] = [($"/api/kpi/created?week={CanaryApp.Published}&by=team", [Ok, Ok, Ok, Ok, None]), ($"/api/kpi/created?week={CanaryApp.Latest}&team=RED", [Ok, None, Ok, None, None]), ($"/api/kpi/created?week={CanaryApp.Published}&by=agent", [Ok, Ok, Ok, None, None])],
        ["/api/passport/{metric}"] = [($"/api/passport/csat?week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None])],
        ["/api/tickets/{metric}"] = [($"/api/tickets/created?week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None]), ($"/api/tickets/created?week={CanaryApp.Latest}&team=RED", [Ok, None, Ok, None, None])],
        ["/api/explain/{metric}"] = [($"/api/explain/csat?week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None])],
        ["/reports"] = [("/reports", [Ok, Ok, Ok, Ok, Ok])],
        ["/report.pdf"] = [($"/report.pdf?week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None]), ($"/report.pdf?week={CanaryApp.Latest}&team=RED", [Ok, None, Ok, None, None])],
        ["/reports/{sha256:length(64)}.pdf"] = [("/reports/{red}.pdf", [Ok, None, Ok, Ok, None]), ("/reports/{everything}.pdf", [None, None, Ok, Ok, None]), ($"/reports/{new string('0', 64)}.pdf", [None, None, None, None, None])],
        ["/reports/public-key.pem"] = [("/reports/public-key.pem", [Ok, Ok, Ok, Ok, Ok])],
        ["/api/openapi.json"] = [("/api/openapi.json", [Ok, Ok, Ok, Ok, Ok])],
        ["/metric/{id}.pdf"] = [($"/metric/csat.pdf?week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None]), ($"/metric/csat.pdf?week={CanaryApp.Latest}&team=RED", [Ok, None, Ok, None, None])],
        ["/why/{id}.pdf"] = [($"/why/csat.pdf?week={CanaryApp.Latest}", [Ok, Ok, Ok, None, None]), ($"/why/csat.pdf?week={CanaryApp.Latest}&team=RED", [Ok, None, Ok, None, None])],
        ["/plans"] = [("/plans", [Ok, Ok, Ok, None, None])],
        ["/plans/{id:int}"] = [("/plans/1", [None, None, None, None, None])],
        ["/account"] = [("/account", [Ok, Ok, Ok, Ok, Ok])],
        ["/admin/accounts"] = [("/admin/accounts", [None, None, None, None, Ok])],
        ["/admin/audit"] = [("/admin/audit", [None, None, None, None, Ok])],
        ["/sign-out"] = [("/sign-out", [Away, Away, Away, Away, Away])],
    };

    /// <summary>Open to those who have not signed in: they hold nothing of anybody.</summary>
    private static readonly Dictionary<string, (string Address, int Expected)> Open = new()
    {
        ["/sign-in"] = ("/sign-in", Ok),
        ["/setup/{token}"] = ("/setup/guessed", None),
        ["/welcome/{token}"] = ("/welcome/guessed", None),
        ["/error/{code:int}"] = ("/error/404", Ok),
        ["/health/live"] = ("/health/live", Ok),
        ["/health/ready"] = ("/health/ready", Ok),
    };

    private static readonly string[] Teams = ["red leader", "blue leader", "lead", "global", "administrator"];

    [Fact]
    public async Task Every_endpoint_is_listed()
    {
        var app = await canaries.App;
        var routes = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => route != "/Index" && !route.StartsWith("/admin/jobs", StringComparison.Ordinal))
            .Distinct().Order();

        Assert.Equal(Reads.Keys.Concat(Open.Keys).Order(), routes);
    }

    public static TheoryData<string> People() => [.. CanaryApp.People];

    [Theory]
    [MemberData(nameof(People))]
    public async Task Each_person_reads_what_is_theirs_and_no_canary_of_others(string person)
    {
        var client = await canaries.As(person);
        List<string> wrong = [];
        foreach (var (address, expected) in Reads.Values.SelectMany(addresses => addresses).Select(pair => (Filled(pair.Address), pair.Expected)))
        {
            var wanted = person == "anonymous" ? (address.StartsWith("/api", StringComparison.Ordinal) ? 401 : Away) : expected[Array.IndexOf(Teams, person)];

            // Twice: the second answer may come from what was kept of the first.
            foreach (var _ in (int[])[1, 2])
                await Look(wrong, client, person, new HttpRequestMessage(HttpMethod.Get, address), wanted);
        }

        foreach (var (address, wanted) in Open.Values)
            await Look(wrong, client, person, new HttpRequestMessage(HttpMethod.Get, address), address == "/sign-in" && person != "anonymous" ? Away : wanted);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [MemberData(nameof(People))]
    public async Task Only_administrators_reach_the_jobs(string person)
    {
        var client = await canaries.As(person);

        foreach (var address in (string[])["/admin/jobs", "/admin/jobs/recurring", "/admin/jobs/jobs/enqueued", "/admin/jobs/servers"])
        {
            var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.Equal(person switch { "anonymous" => Away, "administrator" => Ok, _ => None }, (int)answer.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(People))]
    public async Task No_verb_changes_anything_without_its_token(string person)
    {
        var client = await canaries.As(person);
        List<string> wrong = [];
        foreach (var address in Reads.Values.Select(addresses => addresses[0].Address).Concat(Open.Values.Select(open => open.Address)).Append("/admin/jobs").Select(Filled))
        {
            foreach (var verb in (string[])["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(verb), address);
                if (verb is "POST" or "PUT" or "PATCH")
                    request.Content = new FormUrlEncodedContent([new("id", "1"), new("role", "administrator"), new("isActive", "true")]);
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                var status = (int)answer.StatusCode;

                // The words of a failure are said to every verb, and so is Hangfire's overview, to administrators.
                var isWordsOnly = status == 200 && (address.StartsWith("/error", StringComparison.Ordinal) || address.StartsWith("/health", StringComparison.Ordinal) || (address == "/admin/jobs" && verb is "OPTIONS" or "TRACE"));
                if (verb == "HEAD" ? status >= 500 : !isWordsOnly && status is not (302 or 400 or 401 or 403 or 404 or 405))
                    wrong.Add($"{person}: {verb} {address} → {status}");
                Canaries(wrong, person, $"{verb} {address}", await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private string Filled(string address) => address.Replace("{red}", canaries.ReportOfRed, StringComparison.Ordinal).Replace("{everything}", canaries.ReportOfEverything, StringComparison.Ordinal);

    private static async Task Look(List<string> wrong, HttpClient client, string person, HttpRequestMessage request, int wanted)
    {
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        if ((int)answer.StatusCode != wanted)
            wrong.Add($"{person}: {request.RequestUri} → {(int)answer.StatusCode} and not {wanted}");
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Canaries(wrong, person, request.RequestUri!.ToString(), body);
    }

    /// <summary>An address that names a canary may say it back; nothing else may. The audit log says the addresses that others asked for.</summary>
    private static void Canaries(List<string> wrong, string person, string address, byte[] body)
    {
        if (address.Contains("/admin/audit", StringComparison.Ordinal))
            return;

        var text = TextOf.Everything(body);
        foreach (var canary in (string[])[CanaryApp.Red, CanaryApp.Blue])
        {
            var isOwn = person == "lead" || (person == "red leader" && canary == CanaryApp.Red) || (person == "blue leader" && canary == CanaryApp.Blue);
            if (!isOwn && !address.Contains(canary, StringComparison.Ordinal) && text.Contains(canary, StringComparison.OrdinalIgnoreCase))
                wrong.Add($"{person}: {address} shows {canary}");
            if (person == "lead" && text.Contains(canary + "-AGENT", StringComparison.Ordinal) && !address.Contains(canary, StringComparison.Ordinal))
                wrong.Add($"{person}: {address} names the agent of {canary}");
        }
    }
}
