using NodaTime;
using NodaTime.TimeZones;

namespace KpiPulse.Metrics;

/// <summary>
/// An IANA zone and its local days (C2, C3), by the zone rules that travel with the program. Instants are UTC, and an
/// unspecified <see cref="DateTimeKind"/> is taken as UTC, which is how the warehouse returns them.
/// </summary>
public sealed class ReportingZone
{
    // A midnight that occurs twice is its first; one that is skipped is the first moment after.
    private static readonly ZoneLocalMappingResolver StartOfDay =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private readonly DateTimeZone zone;

    private ReportingZone(DateTimeZone zone) => this.zone = zone;

    public string Id => zone.Id;

    /// <summary>Refuses abbreviations and fixed offsets (C2): they do not say which rules apply.</summary>
    public static ReportingZone Of(string ianaId) =>
        IsRegion(ianaId) && DateTimeZoneProviders.Tzdb.GetZoneOrNull(ianaId) is { } zone
            ? new ReportingZone(zone)
            : throw new ArgumentException($"\"{ianaId}\" is not an IANA zone: write it as Asia/Singapore.", nameof(ianaId));

    public DateOnly DateOf(DateTime utc) => ToInstant(utc).InZone(zone).Date.ToDateOnly();

    /// <summary>The wall clock's reading, for display.</summary>
    public DateTime LocalTimeOf(DateTime utc) => ToInstant(utc).InZone(zone).ToDateTimeUnspecified();

    public DateOnly DateOf(DateTimeOffset instant) => DateOf(instant.UtcDateTime);

    /// <summary>The first UTC instant of the local day; where clocks skip midnight, the moment they skip to.</summary>
    public DateTime StartOf(DateOnly day) =>
        zone.ResolveLocal(LocalDate.FromDateOnly(day).AtMidnight(), StartOfDay).ToDateTimeUtc();

    /// <summary>UTC instants of the period, end exclusive.</summary>
    public (DateTime Start, DateTime End) BoundsOf(Period period) => (StartOf(period.Start), StartOf(period.End));

    private static bool IsRegion(string id) =>
        id == "UTC" || (id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/GMT", StringComparison.Ordinal));

    private static Instant ToInstant(DateTime utc) => utc.Kind == DateTimeKind.Local
        ? throw new ArgumentException("Instants are UTC.", nameof(utc))
        : Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
