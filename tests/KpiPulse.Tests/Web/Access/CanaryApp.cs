using System.Globalization;
using System.Text;
using KpiPulse.Ingestion;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Access;
using KpiPulse.Metrics.Freeze;
using KpiPulse.Testing;
using KpiPulse.Tests.Web.Access;
using KpiPulse.Web.Publishing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(CanaryApp))]

namespace KpiPulse.Tests.Web.Access;

/// <summary>
/// Two teams whose tickets, agents and customers' words carry the team's canary: seen where it does not belong, a leak is proved. And one
/// signed-in client for each kind of person.
/// </summary>
public sealed class CanaryApp : IAsyncLifetime
{
    public const string Red = "CANARYRED";
    public const string Blue = "CANARYBLUE";
    public const string Published = "2026-W44";
    public const string Latest = "2026-W46";

    private readonly Lazy<Task<RunningApp>> app;
    private readonly Dictionary<string, HttpClient> clients = [];

    public CanaryApp() => app = new(Start);

    public static IReadOnlyList<string> People { get; } = ["anonymous", "red leader", "blue leader", "lead", "global", "administrator"];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 16, 1, 0, 0, TimeSpan.Zero));

    public Task<RunningApp> App => app.Value;

    public string ReportOfRed { get; private set; } = "";

    public string ReportOfEverything { get; private set; } = "";

    public async Task<HttpClient> As(string person)
    {
        _ = await App;
        return clients[person];
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (!app.IsValueCreated)
            return;

        foreach (var client in clients.Values)
            client.Dispose();
        await (await app.Value).DisposeAsync();
    }

    private async Task<RunningApp> Start()
    {
        var running = await RunningApp.Start(Clock);
        using (var exports = new TempFolder())
        {
            var run = running.Get<InboxIngestion>().Ingest(
            [
                exports.File("tickets-2026-W46.csv", Tickets() + "BROKEN,2026-11-12T10:00:00Z,2026-11-09T09:00:00Z,solved,,XX,Login,normal,1,S,T,CANARYRED-REJECTED,en,no status,,nonsense\n"),
                exports.File("surveys-2026-W46.csv", Surveys()),
            ]);
            Assert.False(run.AnythingRefused, string.Join('\n', run.Files.Select(file => file.Reason)));
        }

        running.Get<FrozenWeeks>().FreezeDue();
        ReportOfRed = running.Get<ReportPublisher>().Publish(IsoWeek.Parse(Published), [new DimensionFilter("team", ["RED"])]).Sha256;
        ReportOfEverything = running.Get<ReportPublisher>().Publish(IsoWeek.Parse(Published), []).Sha256;
        clients["anonymous"] = running.NewClient();
        clients["red leader"] = await running.SignIn(running.Add("red@test", Roles.TeamLeader, new DimensionFilter("team", ["RED"])));
        clients["blue leader"] = await running.SignIn(running.Add("blue@test", Roles.TeamLeader, new DimensionFilter("team", ["BLUE"])));
        clients["lead"] = await running.SignIn(running.Add("lead@test", Roles.ApacLead));
        clients["global"] = await running.SignIn(running.Add("global@test", Roles.GlobalLeadership));
        clients["administrator"] = await running.SignIn(running.Add("admin@test", Roles.Administrator));
        return running;
    }

    private static string Tickets()
    {
        var rows = new StringBuilder("ticket_id,source_updated_at,created_at,status,channel,market,lob,priority,tier,site_id,team_id,agent_id,language,contact_reason,sub_reason,solved_at\n");
        foreach (var (number, team, canary, created) in All())
        {
            var solved = created.AddHours(5);
            rows.Append(CultureInfo.InvariantCulture, $"{canary}-{number},{solved:s}Z,{created:s}Z,solved,email,{(team == "RED" ? "SG" : "JP")},Account Access,normal,1,SITE-{team},{team},{canary}-AGENT,en,Login,,{solved:s}Z\n");
        }

        return rows.ToString();
    }

    private static string Surveys()
    {
        var rows = new StringBuilder("survey_id,ticket_id,sent_at,responded_at,score,scale_max,comment,language\n");
        foreach (var (number, _, canary, created) in All())
            rows.Append(CultureInfo.InvariantCulture, $"{canary}-S{number},{canary}-{number},{created.AddHours(6):s}Z,{created.AddHours(7):s}Z,{1 + (number % 5)},5,{canary} said so: write to me at someone@example.com or +65 9123 4567,en\n");
        return rows.ToString();
    }

    /// <summary>Ten tickets of each team in each of three weeks.</summary>
    private static IEnumerable<(int Number, string Team, string Canary, DateTime Created)> All() =>
        from week in Enumerable.Range(0, 3)
        from place in Enumerable.Range(0, 10)
        from team in (string[])["RED", "BLUE"]
        select ((week * 10) + place, team, team == "RED" ? Red : Blue, new DateTime(2026, 10, 26, 2, 0, 0, DateTimeKind.Unspecified).AddDays((week * 7) + (place % 5)));
}
