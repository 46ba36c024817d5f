using System.Globalization;
using System.Net;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Web.Access;

/// <summary>
/// A team leader who writes addresses and forms by hand: ids, filters, cursors, encodings, arrays, literal placeholders, fields that no form
/// has. Never another team's canary, never a failure of ours.
/// </summary>
public sealed class TamperedRequestsTests(CanaryApp canaries)
{
    private static readonly string[] Teams =
    [
        "RED", "red", "Red", "ＲＥＤ", "R\u0415D", "RED ", " RED", "RED\0", "RED%00", "BLUE,RED", "RED,BLUE", "BLUE;RED", "BLUE|RED", "BLUE' or '1'='1", "BLUE') or (team = 'RED", "%", "*", "_ED", "R%", "[RED]", "{team}", "$filter0_",
        "BLUE\" or \"\"=\"", "BLUE/../RED", "..%2fRED", "null", "NULL", "undefined", "true", "-1", "", ",", "RED\r\nX: y", "\u202eDER", "RED--", "RED/*", "RED'; drop table tickets;--", "CANARYRED", "BLUE\u0000RED",
    ];

    private static readonly string[] Dimensions = ["team", "team[]", "Team", "TEAM", "te%61m", "market", "lob", "site", "agent", "category", "subcategory", "channel", "tier", "priority", "status", "language", "extra", "extra['product']", "scope", "limits", "where", "filters", "filter0_"];

    private static readonly string[] Metrics = ["csat", "created", "solved", "backlog", "sla_first_reply", "quality", "first_reply_p50", "CSAT", "csat'--", "{metric}", "../csat", "csat%00", "*"];

    private static readonly string[] Weeks = ["2026-W46", "2026-W45", "2026-W44", "2026-W99", "0000-W00", "9999-W53", "2026-W46' or 1=1", "{week}", "-1", "2026-w46", "20261-W46", "9999-W52"];

    private static readonly string[] Ids = ["CANARYRED-1", "canaryred-1", "CANARYRED-1%00", "CANARYRED-1/", "%43ANARYRED-1", "CANARYRED%2D1", "..%2f..%2fCANARYRED-1", "{id}", "1", "-1", "2147483648", "99999999999999999999", "CANARYRED-1' or '1'='1", "CANARYRED-*", "CANARYBLUE-1%27", "%ff%fe", "%2e%2e", "CANARYRED-1;x=1", "CANARYRED-1?x"];

    private static readonly string[] Instants = ["2026-11-16T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "now", "2026-13-40", "{asof}", "1e400", "2026-11-16T00:00:00+25:00"];

    private static readonly string[] Zones = ["Asia/Singapore", "Pacific/Kiritimati", "UTC", "Etc/GMT+12", "../../etc/passwd", "'", "{zone}", "Asia/Singapore' or '1'='1"];

    [Fact]
    public async Task No_address_leads_to_another_teams_rows_nor_to_a_failure()
    {
        var app = await canaries.App;
        var client = await canaries.As("blue leader");
        var count = int.Parse(Environment.GetEnvironmentVariable("KPIPULSE_TAMPERED_REQUESTS") ?? "300", CultureInfo.InvariantCulture);
        var random = new Random(20261126);
        var addresses = Enumerable.Range(0, count).Select(_ => AddressOf(random, canaries)).ToList();
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        var answered = 0;

        await Parallel.ForEachAsync(addresses, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (address, cancellation) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseAddress + address.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            using var answer = await client.SendAsync(request, cancellation);
            var text = TextOf.Everything(await answer.Content.ReadAsByteArrayAsync(cancellation));
            Interlocked.Increment(ref answered);
            if ((int)answer.StatusCode >= 500)
                wrong.Add($"{(int)answer.StatusCode} {address}");
            // The page may say the address back, but never a ticket that was not written in it.
            if (text.Contains(CanaryApp.Red + "-", StringComparison.Ordinal) && !address.Contains(CanaryApp.Red, StringComparison.OrdinalIgnoreCase) && !address.Contains("43ANARYRED", StringComparison.Ordinal))
                wrong.Add($"canary: {address}");
            if (text.Contains(CanaryApp.Red + " said", StringComparison.Ordinal) || text.Contains(CanaryApp.Red + "-AGENT", StringComparison.Ordinal) || text.Contains(CanaryApp.Red + " reason", StringComparison.Ordinal))
                wrong.Add($"canary's words: {address}");
        });

        Assert.Equal(count, answered);
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {count}:\n{string.Join('\n', wrong.Distinct().Take(20))}\n{app.Log.Errors.LastOrDefault()}");
    }

    [Fact]
    public async Task Fields_that_no_form_has_give_nobody_more()
    {
        var app = await canaries.App;
        var client = await canaries.As("blue leader");
        var before = app.Get<KpiPulse.Metrics.Access.Accounts>().Named("blue@test")!;
        var token = await RunningApp.FormToken(client, "/account");
        (string, string)[] forbidden = [("Roles", "administrator"), ("roles", "administrator"), ("role", "administrator"), ("Limits", "{}"), ("scope", ""), ("Reader.May", "2047"), ("Account.Roles", "15"), ("id", before.Id), ("isActive", "true"), ("name", "blue@test"), ("author", "lead@test"), ("SecurityStamp", "x")];

        foreach (var address in (string[])["/admin/accounts?handler=Change", "/admin/accounts?handler=Add", "/admin/accounts?handler=Activate", "/admin/accounts?handler=Link", "/account?handler=Password", "/account?handler=Change", "/reports?handler=Publish", "/reports?handler=Add", "/reasons?handler=Add", "/data?handler=Expect", "/data/upload", "/data/files/1?handler=Replay", "/metric/csat?team=RED&handler=Comment", "/evidence/1", "/sign-in?handler=Persona"])
        {
            using var answer = await client.PostAsync(address, new FormUrlEncodedContent([.. forbidden.Select(field => KeyValuePair.Create(field.Item1, field.Item2)), new("__RequestVerificationToken", token)]), TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed, $"{address}: {answer.StatusCode}");
        }

        Assert.Equal(before, app.Get<KpiPulse.Metrics.Access.Accounts>().Named("blue@test")! with { FailedSignIns = before.FailedSignIns });
    }

    private static string AddressOf(Random random, CanaryApp canaries)
    {
        string Pick(string[] from) => from[random.Next(from.Length)];
        string Value(string[] from) => random.Next(3) switch { 0 => Uri.EscapeDataString(Pick(from)), 1 => Uri.EscapeDataString(Uri.EscapeDataString(Pick(from))), _ => Uri.EscapeDataString(Pick(from)).Replace("%20", "+", StringComparison.Ordinal) };
        var query = string.Join('&', Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next(8) switch
        {
            0 => "week=" + Value(Weeks),
            1 => "asof=" + Value(Instants),
            2 => "zone=" + Value(Zones),
            3 => "by=" + Value(Dimensions),
            4 => Pick(["p", "weeks", "top", "limit", "offset", "outcome", "against", "basis", "handler", "id"]) + "=" + Value(Ids),
            _ => Pick(Dimensions) + Pick(["=", "[]=", "[0]=", ".=", "%5B%5D="]) + Value(Teams),
        }));
        var path = random.Next(14) switch
        {
            0 => $"/tickets?metric={Value(Metrics)}&",
            1 => $"/tickets.csv?metric={Value(Metrics)}&",
            2 => $"/tickets.xlsx?metric={Value(Metrics)}&",
            3 => $"/ticket/{Pick(["kpipulse", "KPIPULSE", "{source}", "%2e%2e", "desk"])}/{Pick(Ids)}?",
            4 => $"/api/tickets/{Value(Metrics)}?",
            5 => $"/api/kpi/{Value(Metrics)}?",
            6 => $"/api/explain/{Value(Metrics)}?",
            7 => $"/api/passport/{Value(Metrics)}?",
            8 => $"/metric/{Value(Metrics)}?",
            9 => $"/week/{Value(Weeks)}?",
            10 => $"/evidence/{Pick(Ids)}?",
            11 => $"/reports/{Pick([canaries.ReportOfRed, canaries.ReportOfEverything, "{sha256}", new string('f', 64), "..%2f..%2fkeys%2fpseudonyms.key"])}.pdf?",
            12 => Pick(["/css/..%2f..%2fkpipulse.duckdb", "/keys/pseudonyms.key", "/..%2fkpipulse.duckdb", "/data/files/{fileId}", "/data/files/1", "/admin/accounts", "/admin/jobs/{id}", "/setup/{token}", "/welcome/{token}", "/error/{code}", "/error/200", "/%00", "/reasons/{metric}"]) + "?",
            _ => $"/why/{Value(Metrics)}?",
        };
        return path + query;
    }
}
