using KpiPulse.Ingestion;
using KpiPulse.Ingestion.Profiles;
using KpiPulse.Metrics;
using KpiPulse.Metrics.Completeness;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>The clock stands at Monday 16 November 2026, 01:00 UTC, an hour after W46 ended in UTC and nine after it ended in Singapore.</summary>
public sealed class ExpectedFileTests : IDisposable
{
    private static readonly IsoWeek W46 = new(2026, 46);

    private readonly IngestionFixture fixture = new();

    [Fact]
    public void A_week_whose_file_stays_away_is_not_complete_until_it_comes()
    {
        Expect("kpipulse-tickets", "week");
        fixture.Ingest("tickets-2026-W44.csv", Row("T1"));
        fixture.Ingest("tickets-2026-W45.csv", Row("T2"));

        var missing = Assert.Single(Reader.Missing(W46.Days));

        Assert.Equal(("kpipulse-tickets", "2026-W46", "awaited"), (missing.SourceId, missing.PeriodName, missing.State));
        Assert.Equal(new DateTime(2026, 11, 16, 4, 0, 0), missing.DueAt);
        fixture.Temp.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal("late", Reader.Missing(W46.Days)[0].State);
        fixture.Ingest("tickets-2026-W46.csv", Row("T3"));
        Assert.Empty(Reader.Missing(W46.Days));
        Assert.Equal(["2026-W44", "2026-W45", "2026-W46"], Reader.Expected(new Period(new DateOnly(2026, 1, 1), new DateOnly(2027, 1, 1))).Where(file => file.HasArrived).Select(file => file.PeriodName));
    }

    [Fact]
    public void A_refused_file_does_not_count_as_come()
    {
        Expect("kpipulse-tickets", "week");
        fixture.Ingest("tickets-2026-W45.csv", Row("T1"));
        fixture.Ingest("tickets-2026-W46.csv", IngestionFixture.Canonical + "T2,,nonsense,open,SG,Login\n");

        var missing = Assert.Single(Reader.Missing(W46.Days));

        Assert.Equal(("refused", 2), (missing.State, missing.FileId));
    }

    [Theory]
    [InlineData("tickets_20261115.csv", "2026-11-15")]
    [InlineData("tickets-2026-11-09_2026-11-15.csv", "2026-11-15")]
    [InlineData("tickets.csv", "2026-11-15")] // came on Monday morning: the last day that was over is Sunday
    [InlineData("tickets-2026-W46.csv", "2026-11-09 2026-11-10 2026-11-11 2026-11-12 2026-11-13 2026-11-14 2026-11-15")]
    public void A_file_is_for_the_week_or_day_in_its_name_else_for_the_last_that_was_over(string name, string covered)
    {
        Expect("kpipulse-tickets", "day");

        fixture.Ingest(name, Row("T1"));

        Assert.Equal(covered, string.Join(' ', Reader.Expected(W46.Days).Where(file => file.HasArrived).Select(file => file.PeriodName)));
    }

    [Fact]
    public void Nothing_is_expected_that_nobody_confirmed_and_a_rhythm_is_proposed()
    {
        fixture.Ingest("tickets-2026-W44.csv", Row("T1"));
        fixture.Ingest("tickets-2026-W45.csv", Row("T2"));
        var expectations = new Expectations(fixture.Temp.Warehouse);

        Assert.Empty(Reader.Missing(W46.Days));
        Assert.Equal(new FileRhythm("kpipulse-tickets", "week", 2, new DateOnly(2026, 11, 2)), Assert.Single(expectations.Rhythms()));
        Expect("kpipulse-tickets", "week");
        Assert.Single(Reader.Missing(W46.Days));
        Assert.Empty(expectations.Rhythms());
        expectations.StopExpecting("kpipulse-tickets");
        Assert.Empty(Reader.Missing(W46.Days));
        Assert.Throws<ProfileException>(() => expectations.Expect("nobody", "week", 12));
    }

    [Fact]
    public void A_profiles_own_schedule_holds_until_a_person_says_otherwise()
    {
        fixture.Profile("""
            { "id": "desk", "takes": { "name": ["desk*.csv"] }, "time_zone": "UTC", "source_system": "desk", "expected": { "every": "day", "starts": "2026-11-14", "ends": "2026-11-15", "time_zone": "UTC" },
              "targets": [{ "table": "tickets", "columns": { "ticket_id": "id", "created_at": "opened", "status": { "constant": "open" } } }] }
            """);

        fixture.CatchUp();

        var missing = Assert.Single(Reader.Missing(W46.Days));
        Assert.Equal(("2026-11-14", "late"), (missing.PeriodName, missing.State));
        new Expectations(fixture.Temp.Warehouse).StopExpecting("desk");
        Assert.Empty(Reader.Missing(W46.Days));
    }

    [Fact]
    public void The_sample_is_complete_for_its_last_week()
    {
        using var sample = KpiPulse.Warehouse.KpiWarehouse.Open(new KpiPulse.Warehouse.WarehouseOptions { DataFolder = CopyOfSample() }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        var files = new CompletenessReader(sample).Expected(W46.Days);

        Assert.Equal(5, files.Count);
        Assert.All(files, file => Assert.True(file.HasArrived));
    }

    public void Dispose() => fixture.Dispose();

    private CompletenessReader Reader => new(fixture.Temp.Warehouse);

    private void Expect(string source, string every) => new Expectations(fixture.Temp.Warehouse).Expect(source, every, 12);

    private static string Row(string id) => IngestionFixture.Canonical + $"{id},2026-10-01T10:00:00Z,2026-10-01T09:00:00Z,open,SG,Login\n";

    private string CopyOfSample()
    {
        var folder = Path.Combine(fixture.Exports.Path, "sample");
        SampleWarehouse.CopyTo(folder);
        return folder;
    }
}
