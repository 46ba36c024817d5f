using KpiPulse.Ingestion.Profiles;
using KpiPulse.Warehouse;
using KpiPulse.Warehouse.Landing;

namespace KpiPulse.Ingestion;

/// <summary>A source that comes in some rhythm and that nobody expects yet.</summary>
/// <param name="Every">day | week, as its files' names say.</param>
public sealed record FileRhythm(string SourceId, string Every, long PeriodCount, DateOnly LastOn);

/// <summary>When files of each source are due. What is expected makes a week provisional until it has come, so a person confirms it.</summary>
public sealed class Expectations(KpiWarehouse warehouse)
{
    private readonly DataFolders folders = new(warehouse.Options);

    /// <summary>Candidates, by how their files came so far.</summary>
    public IReadOnlyList<FileRhythm> Rhythms()
    {
        using var session = warehouse.Read();
        return session.Query<FileRhythm>("file_rhythms");
    }

    /// <summary>From its first file on, one file of the source is due every day or week.</summary>
    /// <exception cref="ProfileException">The rhythm is none, or no profile has this id.</exception>
    public void Expect(string source, string every, double withinHours)
    {
        var schedule = new SchedulePart { Every = every, WithinHours = withinHours };
        if (schedule.Fault is { } fault)
            throw new ProfileException(fault + ".");
        Confirm(source, schedule);
    }

    /// <summary>Nothing is due from this source any more.</summary>
    public void StopExpecting(string source) => Confirm(source, null);

    /// <summary>Schedules that belong to a set of exports, confirmed at once; what was confirmed before stays.</summary>
    public void Adopt(string folder)
    {
        var confirmed = Schedules.Read(folders.OwnProfiles);
        Schedules.Write(folders.OwnProfiles, Schedules.Read(folder).Where(schedule => !confirmed.ContainsKey(schedule.Key)).Concat(confirmed).ToDictionary());
        Keep(Profiles());
    }

    /// <summary>What profiles and people say, as a table.</summary>
    internal void Keep(SourceProfiles profiles)
    {
        var schedules = profiles.All.Select(profile => (profile.Id, Schedule: profiles.ScheduleOf(profile))).Where(pair => pair.Schedule is not null).Select(pair => new ExpectedSource(
            pair.Id, pair.Schedule!.Every, pair.Schedule.WithinHours, pair.Schedule.TimeZone ?? warehouse.Options.ReportingZone, pair.Schedule.PeriodFrom, pair.Schedule.Starts, pair.Schedule.Ends));
        ExpectedSources.Keep(warehouse, [.. schedules]);
    }

    private void Confirm(string source, SchedulePart? schedule)
    {
        if (Profiles().All.All(profile => profile.Id != source))
            throw new ProfileException($"There is no source profile '{source}'.");

        var confirmed = Schedules.Read(folders.OwnProfiles);
        Schedules.Write(folders.OwnProfiles, confirmed.Where(other => other.Key != source).Append(KeyValuePair.Create(source, schedule)).ToDictionary());
        Keep(Profiles());
    }

    private SourceProfiles Profiles() => SourceProfiles.Load(folders.ShippedProfiles, folders.OwnProfiles);
}
