using System.Globalization;
using KpiPulse.Ingestion;
using KpiPulse.Ingestion.Formats;
using KpiPulse.Ingestion.Profiles;
using KpiPulse.Warehouse;
using KpiPulse.Warehouse.Landing;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>
/// Overlapping re-exports, some in newer versions, some with equal versions that say different things, landed in random orders with
/// repetitions. KPIPULSE_ORDERS says how many, a few dozen by default.
/// </summary>
public sealed class RandomOrderTests : IDisposable
{
    private static readonly int Orders = int.TryParse(Environment.GetEnvironmentVariable("KPIPULSE_ORDERS"), CultureInfo.InvariantCulture, out var orders) ? orders : 16;

    private readonly IngestionFixture fixture = new();

    [Fact]
    public void Every_order_of_arrival_ends_in_the_same_tables()
    {
        var random = new Random(20261116);
        var exports = Exports().Select((text, at) => fixture.Exports.File(text.Name + ".csv", text.Text)).ToList();
        var profiles = SourceProfiles.Load(Path.Combine(AppContext.BaseDirectory, "sources"), fixture.Exports.Path + "/none");
        string? expected = null;
        for (var order = 0; order < Orders; order++)
        {
            Emptying.Empty(fixture.Temp.Warehouse);
            var arrivals = exports.Concat(exports.Take(random.Next(3))).ToArray();
            random.Shuffle(arrivals);
            foreach (var (path, at) in arrivals.Select((path, at) => (path, at)))
                Land(path, at, profiles);

            var tables = string.Join(' ', Tables.Select(table => fixture.HashOf(table)));
            Assert.Equal(expected ??= tables, tables);
        }

        Assert.Equal(60, fixture.Count("tickets"));
    }

    public void Dispose() => fixture.Dispose();

    private static readonly string[] Tables = ["tickets", "ticket_events", "surveys", "qa_reviews", "qa_review_items"];

    /// <summary>As a run does, but for the refresh: what is asked here is the canonical tables.</summary>
    private void Land(string path, int at, SourceProfiles profiles)
    {
        var file = new ArchivedFile(Path.GetFileNameWithoutExtension(path), Path.GetFileName(path), 0, new DateTime(2026, 11, 1, 0, at, 0, DateTimeKind.Utc), null) { Path = path };
        using (var session = fixture.Temp.Warehouse.Read())
        {
            if (Ledger.Find(session, file.Sha256) is not null)
                return;
        }

        var staging = new Staging(fixture.Temp.Options.StagingFolder);
        var export = staging.Stage(file, ByteFacts.Of(path), profiles);
        var outcome = new FileLanding(fixture.Temp.Warehouse, new ReceivedFile(file.Sha256, file.FileName, 0, file.ReceivedAt), export.Translation.Plan).Land(export.File, export.Layout);
        Assert.Equal(FileState.Loaded, outcome.State);
        staging.Remove(file);
    }

    private static IEnumerable<(string Name, string Text)> Exports()
    {
        for (var export = 0; export < 4; export++)
        {
            var first = export * 10;
            var version = export;
            yield return ($"tickets-{export}", IngestionFixture.Canonical + Rows(first, 30, ticket => $"T{ticket},2026-10-0{1 + (ticket * 7 + version * 3) % 4}T10:00:00Z,2026-09-30T09:00:00Z,{(version % 2 == 0 ? "open" : "solved")},{(ticket % 3 == version % 3 ? "SG" : "MY")},Login"));
            yield return ($"ticket_events-{export}", "event_id,ticket_id,occurred_at,type,actor_type,new_value\n" + Rows(first, 30, ticket => $"E{ticket},T{ticket},2026-10-01T0{ticket % 10}:00:00Z,status,agent,open"));
        }

        for (var export = 0; export < 2; export++)
        {
            yield return ($"surveys-{export}", "survey_id,ticket_id,sent_at,responded_at,score,scale_max\n" + Rows(export * 15, 30, ticket => $"S{ticket},T{ticket},2026-10-02T00:00:00Z,2026-10-0{3 + export}T00:00:00Z,{1 + (ticket + export) % 5},5"));
            yield return ($"qa_reviews-{export}", "review_id,source_updated_at,ticket_id,interaction_at,reviewed_at,scorecard_id,scorecard_version,state,sampling,source\n"
                + Rows(export * 10, 20, ticket => $"R{ticket},2026-10-0{2 + export}T00:00:00Z,T{ticket},2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,CARD,1,{(export == 0 ? "draft" : "final")},random,manual"));
            yield return ($"qa_review_items-{export}", "review_id,item_id,source_updated_at,value\n" + Rows(export * 10, 20, ticket => $"R{ticket},greeting,2026-10-0{2 + export}T00:00:00Z,{export + ticket % 2}"));
        }

        yield return ("tickets-last", IngestionFixture.Canonical + Rows(35, 25, ticket => $"T{ticket},2026-10-0{1 + ticket % 4}T10:00:00Z,2026-09-30T09:00:00Z,hold,SG,Login"));
    }

    private static string Rows(int first, int count, Func<int, FormattableString> row) => string.Concat(Enumerable.Range(first, count).Select(ticket => row(ticket).ToString(CultureInfo.InvariantCulture) + "\n"));
}
