using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>B1 taken literally, minute by minute: read the local clock and look whether that reading is open. Calendars of the vectors open and close on whole minutes.</summary>
internal sealed class OpenMinutes
{
    private const int MinutesPerDay = 1440;
    private readonly long first;
    private readonly bool[] open;

    public OpenMinutes(JsonElement calendar, Instant from, int days)
    {
        var zone = DateTimeZoneProviders.Tzdb[calendar.GetProperty("tz").GetString()!];
        var weekly = calendar.GetProperty("weekly").EnumerateArray().SelectMany(window => window.GetProperty("dow").EnumerateArray().Select(day => (Day: (IsoDayOfWeek)day.GetInt32(), From: Clock(window, "from", 0), To: Clock(window, "to", MinutesPerDay)))).ToList();
        var exceptions = calendar.GetProperty("exceptions").EnumerateArray().Select(one => (Date: LocalDatePattern.Iso.Parse(one.GetProperty("date").GetString()!).Value, Kind: one.GetProperty("kind").GetString(), From: Clock(one, "from", 0), To: Clock(one, "to", MinutesPerDay))).ToLookup(one => one.Date);

        first = from.ToUnixTimeSeconds() / 60;
        open = [.. Enumerable.Range(0, days * MinutesPerDay).Select(minute => IsOpenAt(from.Plus(Duration.FromMinutes(minute)).InZone(zone).LocalDateTime))];

        bool IsOpenAt(LocalDateTime reading)
        {
            var minute = (reading.Hour * 60) + reading.Minute;
            var yesterday = reading.Date.PlusDays(-1).DayOfWeek;
            var today = exceptions[reading.Date].Where(one => one.From <= minute && minute < one.To).ToList();
            return today.Exists(one => one.Kind == "OPEN")
                || (!today.Exists(one => one.Kind == "CLOSED") && weekly.Exists(window => window.From < window.To
                    ? window.Day == reading.DayOfWeek && window.From <= minute && minute < window.To
                    : (window.Day == reading.DayOfWeek && window.From <= minute) || (window.Day == yesterday && minute < window.To)));
        }
    }

    public bool IsOpen(long unixMinute) => open[unixMinute - first];

    private static int Clock(JsonElement window, string property, int otherwise) =>
        SlaVectors.Text(window, property) is { } text ? (60 * int.Parse(text.AsSpan(0, 2), CultureInfo.InvariantCulture)) + int.Parse(text.AsSpan(3, 2), CultureInfo.InvariantCulture) : otherwise;
}
