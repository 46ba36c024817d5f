using System.Globalization;
using System.Text.Json;
using KpiPulse.Metrics.Sla;
using NodaTime;
using NodaTime.Text;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>The vector files, and the canonical rows that say the same.</summary>
internal static class SlaVectors
{
    public static string Path(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", file);

    public static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(Path(file))).RootElement;

    public static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    public static string Sql(Instant at) => $"timestamp '{at.ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}'";

    public static string Sql(string? text) => text is null ? "null" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static IReadOnlyDictionary<string, BusinessCalendar> Calendars() =>
        Json("calendars.json").GetProperty("calendars").EnumerateObject().ToDictionary(calendar => calendar.Name, calendar => Calendar(calendar.Name, calendar.Value));

    public static void InsertCalendars(SlaFixture fixture)
    {
        foreach (var calendar in Json("calendars.json").GetProperty("calendars").EnumerateObject())
        {
            fixture.Run($"insert into calendars values ('{calendar.Name}', 1, {Sql(calendar.Value.GetProperty("tz").GetString())}, null, null, 0, 0)");
            foreach (var window in calendar.Value.GetProperty("weekly").EnumerateArray())
            {
                foreach (var day in window.GetProperty("dow").EnumerateArray())
                    fixture.Run($"insert into calendar_weekly values ('{calendar.Name}', 1, {day.GetInt32()}, {Sql(Text(window, "from"))}, {Sql(Text(window, "to"))}, 0, 0)");
            }

            foreach (var exception in calendar.Value.GetProperty("exceptions").EnumerateArray())
                fixture.Run($"insert into calendar_exceptions values ('{calendar.Name}', 1, {Sql(Text(exception, "date"))}, {Sql(Text(exception, "kind"))}, {Sql(Text(exception, "from"))}, {Sql(Text(exception, "to"))}, {Sql(Text(exception, "name"))}, 0, 0)");
        }
    }

    public static void InsertPolicies(SlaFixture fixture)
    {
        var policies = Json("sla_policies.json");
        foreach (var team in policies.GetProperty("tier2_teams").EnumerateArray())
            fixture.Run($"insert into teams values ({Sql(team.GetString())}, 'Tier 2', 2, null, null, null, date '2000-01-01', null, 0, 0)");
        foreach (var policy in policies.GetProperty("policies").EnumerateArray())
        {
            var key = $"{Sql(Text(policy, "policy_id"))}, {policy.GetProperty("version").GetInt32()}";
            var validTo = Text(policy, "valid_to") is { } to ? Sql(At(to)) : "null";
            fixture.Run($"insert into sla_policies values ({key}, {Sql(Text(policy, "market"))}, {Sql(Text(policy, "lob"))}, {Sql(Text(policy, "calendar"))}, {policy.GetProperty("pause_on_hold").GetBoolean()}, {Sql(At(Text(policy, "valid_from")!))}, {validTo}, 0, 0)");
            foreach (var priority in policy.GetProperty("targets").EnumerateObject())
            {
                foreach (var target in priority.Value.EnumerateObject())
                    fixture.Run($"insert into sla_targets values ({key}, '{priority.Name}', '{target.Name}', {target.Value.GetInt32()}, 0, 0)");
            }
        }
    }

    /// <summary>The policy of a market and line of business for a ticket created at an instant (S8).</summary>
    public static Func<string?, string?, Instant, PolicyTargets?> Policies()
    {
        var policies = Json("sla_policies.json").GetProperty("policies").EnumerateArray().Select(policy => (
            Market: Text(policy, "market"),
            Lob: Text(policy, "lob"),
            From: At(Text(policy, "valid_from")!),
            Until: Text(policy, "valid_to") is { } until ? At(until) : Instant.MaxValue,
            Targets: new PolicyTargets(
                Text(policy, "calendar")!,
                policy.GetProperty("pause_on_hold").GetBoolean(),
                policy.GetProperty("targets").EnumerateObject().SelectMany(priority => priority.Value.EnumerateObject().Select(target => ((priority.Name, target.Name), target.Value.GetInt32()))).ToDictionary()))).ToList();
        return (market, lob, created) => policies
            .Where(policy => policy.Lob == lob && (policy.Market == market || policy.Market == "*") && policy.From <= created && created < policy.Until)
            .OrderByDescending(policy => policy.Market != "*")
            .Select(policy => policy.Targets)
            .FirstOrDefault();
    }

    public static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static BusinessCalendar Calendar(string id, JsonElement calendar)
    {
        var weekly = calendar.GetProperty("weekly").EnumerateArray().SelectMany(window => window.GetProperty("dow").EnumerateArray()
            .Select(day => new WeeklyWindow((IsoDayOfWeek)day.GetInt32(), Second(Text(window, "from")!), Second(Text(window, "to")!))));
        var exceptions = calendar.GetProperty("exceptions").EnumerateArray().Select(exception => new CalendarException(
            LocalDatePattern.Iso.Parse(Text(exception, "date")!).Value,
            Text(exception, "kind") == "OPEN",
            Second(Text(exception, "from") ?? "00:00"),
            Second(Text(exception, "to") ?? "24:00")));
        var zone = DateTimeZoneProviders.Tzdb[Text(calendar, "tz")!];
        return new BusinessCalendar(id, [new CalendarVersion(zone, [.. weekly], [.. exceptions])]);
    }

    private static int Second(string clock) =>
        (3600 * int.Parse(clock.AsSpan(0, 2), CultureInfo.InvariantCulture)) + (60 * int.Parse(clock.AsSpan(3, 2), CultureInfo.InvariantCulture));
}
