using System.Diagnostics;
using System.Diagnostics.Metrics;
using KpiPulse.Testing;
using Xunit;

namespace KpiPulse.Tests.Ingestion;

/// <summary>What a run counts, under a profile that only this test has: instruments are the whole process's.</summary>
public sealed class IngestMeterTests : IDisposable
{
    private const string Profile = "measured-tickets";

    private readonly IngestionFixture fixture = new();

    [Fact]
    public void Files_and_rows_are_counted_by_profile_and_outcome()
    {
        Dictionary<string, long> counts = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "KpiPulse.Ingestion")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string?)tag.Value);
            if (named["kpipulse.source"] == Profile)
                counts[$"{instrument.Name} {named["kpipulse.outcome"]}"] = counts.GetValueOrDefault($"{instrument.Name} {named["kpipulse.outcome"]}") + value;
        });
        listener.Start();

        Load();
        Load();

        Assert.Equal(
            new Dictionary<string, long> { ["kpipulse.ingest.files loaded"] = 1, ["kpipulse.ingest.files unchanged"] = 1, ["kpipulse.ingest.rows loaded"] = 60, ["kpipulse.ingest.rows rejected"] = 1 },
            counts);
    }

    [Fact]
    public void A_file_is_one_activity_with_its_profile_and_its_rows_and_without_its_name()
    {
        List<Activity> ended = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "KpiPulse.Ingestion",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("kpipulse.source") as string == Profile)
                    ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);

        Load();

        Assert.Equal(
            new Dictionary<string, object?> { ["kpipulse.source"] = Profile, ["kpipulse.outcome"] = "loaded", ["kpipulse.rows.loaded"] = 60L, ["kpipulse.rows.rejected"] = 1L },
            Assert.Single(ended).TagObjects.ToDictionary());
    }

    public void Dispose() => fixture.Dispose();

    private void Load()
    {
        var shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sources", "kpipulse-tickets.json"));
        fixture.Profile(shipped.Replace("kpipulse-tickets", Profile, StringComparison.Ordinal));
        fixture.Ingest("rows.csv", IngestionFixture.Canonical + string.Concat(Enumerable.Range(1, 60).Select(number => $"T{number},2026-11-10T10:00:00Z,2026-11-09T09:00:00Z,open,SG,Login\n")) + "B1,,nonsense,open,SG,Login\n", Profile);
    }
}
