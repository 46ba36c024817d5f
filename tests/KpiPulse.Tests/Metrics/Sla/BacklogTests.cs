using Xunit;

namespace KpiPulse.Tests.Metrics.Sla;

/// <summary>V2–V5 against the vectors, whose days are those of Asia/Kolkata.</summary>
public sealed class BacklogTests(BacklogTests.Spells spells) : IClassFixture<BacklogTests.Spells>
{
    public static TheoryData<string, string> Days() =>
        [.. File.ReadLines(SlaVectors.Path("backlog_daily.csv")).Skip(1).Select(line => (line.Split(',')[0], string.Join(',', line.TrimEnd().Split(',')[1..])))];

    [Theory]
    [MemberData(nameof(Days))]
    public void A_day_of_backlog_adds_up(string day, string expected)
    {
        Assert.Equal(expected, spells.Day(day));
    }

    [Theory]
    [MemberData(nameof(Days))]
    public void The_running_sum_of_the_metric_rows_is_the_backlog(string day, string expected)
    {
        Assert.Equal(expected.Split(',')[5], spells.Level(day));
    }

    public sealed class Spells : IDisposable
    {
        private readonly SlaFixture fixture = new();

        public Spells()
        {
            var events = SlaVectors.Path("backlog_events.csv");
            fixture.Run("insert into sources values ('vectors', 'vectors', 'events', null)");
            fixture.Run($"""
                create temp table vector_events as
                select
                    ticket_id::varchar as ticket_id, at_utc::timestamp as occurred_at, status,
                    row_number() over (partition by ticket_id order by at_utc::timestamp, line_no) as seq,
                from (select *, row_number() over () as line_no from read_csv('{events}'))
                """);
            fixture.Run("""
                insert into tickets (source_system, ticket_id, arrived_at, created_at, status, file_id, line_no)
                select 'vectors', ticket_id, max(occurred_at), min(occurred_at), max_by(status, seq), 0, 0 from vector_events group by all
                """);
            fixture.Run("""
                insert into ticket_events (source_system, event_id, ticket_id, occurred_at, seq, type, actor_type, new_value, file_id, line_no)
                select 'vectors', ticket_id || '-' || seq, ticket_id, occurred_at, seq, if(seq = 1, 'created', 'status'), 'system', status, 0, 0 from vector_events
                """);
            fixture.BuildModels();
        }

        public string Day(string day) => fixture.Query<string>($"""
            with bounds as (
                select timezone('UTC', timezone('Asia/Kolkata', timestamp '{day}')) as starts_at, timezone('UTC', timezone('Asia/Kolkata', timestamp '{day}' + interval 1 day)) as ends_at
            )
            select concat_ws(',',
                count(*) filter (where opened_at < starts_at and (closed_at is null or closed_at >= starts_at)),
                count(*) filter (where opened_by = 'created' and opened_at >= starts_at and opened_at < ends_at),
                count(*) filter (where opened_by in ('reopened', 'restored') and opened_at >= starts_at and opened_at < ends_at),
                count(*) filter (where closed_by = 'solved' and closed_at >= starts_at and closed_at < ends_at),
                count(*) filter (where closed_by = 'voided' and closed_at >= starts_at and closed_at < ends_at),
                count(*) filter (where opened_at < ends_at and (closed_at is null or closed_at >= ends_at)),
                count(*) filter (where is_pending and opened_at < ends_at and (closed_at is null or closed_at >= ends_at)),
                count(*) filter (where created_at < ends_at - interval 7 day and opened_at < ends_at and (closed_at is null or closed_at >= ends_at)))
            from fct_backlog_spells
            cross join bounds
            """).Single();

        public string Level(string day) => fixture.Query<string>($"""
            select cast(coalesce(sum(numerator), 0) as integer)::varchar from metric_backlog
            where metric = 'backlog' and attributed_at < timezone('UTC', timezone('Asia/Kolkata', timestamp '{day}' + interval 1 day))
            """).Single();

        public void Dispose() => fixture.Dispose();
    }
}
