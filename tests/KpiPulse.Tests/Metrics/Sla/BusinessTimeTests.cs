using System.Globalization;
using NodaTime;
using Xunit;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>B1–B8, in C# and in SQL, against the same vectors.</summary>
public sealed class BusinessTimeTests(BusinessTimeTests.Models models) : IClassFixture<BusinessTimeTests.Models>
{
    public static TheoryData<string, string, string, string, long> Minutes() =>
        [.. Lines("business_minutes.csv").Select(cells => (cells[0], cells[1], cells[2], cells[3], long.Parse(cells[4], CultureInfo.InvariantCulture)))];

    public static TheoryData<string, string, string, int, string> Dues() =>
        [.. Lines("due_instants.csv").Select(cells => (cells[0], cells[1], cells[2], int.Parse(cells[3], CultureInfo.InvariantCulture), cells[4]))];

    [Theory]
    [MemberData(nameof(Minutes))]
    public void Business_seconds_are_the_open_time_between_two_instants(string id, string calendar, string start, string end, long expected)
    {
        var seconds = SlaVectors.Calendars()[calendar].BusinessSeconds(SlaVectors.At(start), SlaVectors.At(end));

        Assert.True(expected == seconds, $"{id}: {seconds}");
    }

    [Theory]
    [MemberData(nameof(Minutes))]
    public void The_warehouse_finds_the_same_business_seconds(string id, string calendar, string start, string end, long expected)
    {
        var seconds = models.BusinessSeconds(calendar, SlaVectors.At(start), SlaVectors.At(end));

        Assert.True(expected == seconds, $"{id}: {seconds}");
    }

    [Theory]
    [MemberData(nameof(Dues))]
    public void A_due_instant_is_the_earliest_at_which_the_target_is_used_up(string id, string calendar, string start, int minutes, string expected)
    {
        var due = SlaVectors.Calendars()[calendar].Due(SlaVectors.At(start), Duration.FromMinutes(minutes));

        Assert.True(SlaVectors.At(expected) == due, $"{id}: {due}");
    }

    [Theory]
    [MemberData(nameof(Dues))]
    public void The_warehouse_finds_the_same_due_instant(string id, string calendar, string start, int minutes, string expected)
    {
        var due = models.Due(calendar, SlaVectors.At(start), minutes * 60L, ">");

        Assert.True(SlaVectors.At(expected) == due, $"{id}: {due}");
    }

    [Fact]
    public void Both_agree_on_random_instants()
    {
        var random = new Random(20260601);
        foreach (var calendar in SlaVectors.Calendars().Values)
        {
            for (var i = 0; i < 60; i++)
            {
                var start = Instant.FromUtc(2024, 1, 1, 0, 0) + Duration.FromSeconds(random.Next(3 * 366 * 86400));
                var end = start + Duration.FromSeconds(random.Next(60 * 86400));
                var target = random.Next(1, 6000) * 60L;

                Assert.Equal(calendar.BusinessSeconds(start, end), models.BusinessSeconds(calendar.Id, start, end));
                Assert.Equal(calendar.Due(start, Duration.FromSeconds(target)), models.Due(calendar.Id, start, target, ">"));
                Assert.Equal(calendar.Breach(start, Duration.FromSeconds(target)), models.Due(calendar.Id, start, target, ">="));
            }
        }
    }

    [Fact]
    public void A_calendar_edited_later_leaves_the_past_alone()
    {
        var at = Instant.FromUtc(2026, 6, 10, 4, 0);
        var before = models.BusinessSeconds("EDITED", at, at + Duration.FromHours(5));
        var after = models.BusinessSeconds("EDITED", at + Duration.FromDays(7), at + Duration.FromDays(7) + Duration.FromHours(5));

        Assert.Equal((5 * 3600, 2 * 3600), (before, after));
        Assert.Equal(before, Models.Edited.BusinessSeconds(at, at + Duration.FromHours(5)));
        Assert.Equal(after, Models.Edited.BusinessSeconds(at + Duration.FromDays(7), at + Duration.FromDays(7) + Duration.FromHours(5)));
    }

    [Fact]
    public void Round_the_clock_is_one_row()
    {
        Assert.Equal(1, models.Count("UTC_24x7"));
    }

    private static IEnumerable<string[]> Lines(string file) => File.ReadLines(SlaVectors.Path(file)).Skip(1).Select(line => line.Split(','));

    public sealed class Models : IDisposable
    {
        private readonly SlaFixture fixture = new();

        public Models()
        {
            SlaVectors.InsertCalendars(fixture);
            fixture.Run("insert into calendars values ('EDITED', 1, 'Asia/Kolkata', null, '2026-06-14 18:30:00', 0, 0), ('EDITED', 2, 'Asia/Kolkata', '2026-06-14 18:30:00', null, 0, 0)");
            fixture.Run("insert into calendar_weekly select 'EDITED', version, dow, from_local, case version when 1 then '18:30' else '11:30' end, 0, 0 from (values (1), (2)) as v (version), (values (3, '09:30')) as w (dow, from_local)");
            fixture.BuildModels();
        }

        internal static KpiPulse.Metrics.Sla.BusinessCalendar Edited { get; } = new("EDITED", [Version(66600, null, Change), Version(41400, Change, null)]);

        private static Instant Change => Instant.FromUtc(2026, 6, 14, 18, 30);

        public long BusinessSeconds(string calendar, Instant start, Instant end) =>
            end <= start ? 0 : OpenBefore(calendar, end) - OpenBefore(calendar, start);

        public Instant? Due(string calendar, Instant start, long targetSeconds, string comparison) =>
            fixture.Query<long?>($"select epoch(open_from)::bigint + {OpenBefore(calendar, start) + targetSeconds} - open_before from int_calendar_open where calendar_id = '{calendar}' and {OpenBefore(calendar, start) + targetSeconds} {comparison} open_before order by open_before desc limit 1")
                .Select(seconds => seconds is { } found ? Instant.FromUnixTimeSeconds(found) : (Instant?)null).SingleOrDefault();

        public int Count(string calendar) => fixture.Query<int>($"select count(*)::integer from int_calendar_open where calendar_id = '{calendar}'").Single();

        public void Dispose() => fixture.Dispose();

        private long OpenBefore(string calendar, Instant at) =>
            fixture.Query<long>($"select open_before + least(date_diff('second', open_from, {SlaVectors.Sql(at)}), open_seconds) from int_calendar_open where calendar_id = '{calendar}' and open_from <= {SlaVectors.Sql(at)} order by open_from desc limit 1").Single();

        private static KpiPulse.Metrics.Sla.CalendarVersion Version(int toSecond, Instant? from, Instant? until) =>
            new(DateTimeZoneProviders.Tzdb["Asia/Kolkata"], [new(IsoDayOfWeek.Wednesday, 34200, toSecond)], [], from, until);
    }
}
