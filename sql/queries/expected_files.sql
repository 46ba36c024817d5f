-- One row per period between $from and $until in which a file of an expected source is due, with what became of it by $now:
-- loaded | refused | late | awaited.
with
    -- The days that a received file is for: those of the week or the day in its name, else the last period that was over when it came.
    told as (
        select
            expected.source_id,
            expected.every,
            expected.time_zone,
            files.file_id,
            files.file_name,
            files.state,
            files.reason,
            if(expected.period_from = 'name', named_week(files.file_name), null) as week_on,
            coalesce(if(expected.period_from = 'name', named_day(files.file_name), null), local_date(files.received_at, expected.time_zone) - if(expected.every = 'week', 7, 1)) as day_on,
        from received_files as files
        join expected_sources as expected using (source_id)
    ),

    covering as (
        select
            *,
            cast(case when week_on is not null then week_on when every = 'week' then date_trunc('week', day_on) else day_on end as date) as covers_from,
            if(week_on is not null or every = 'week', 7, 1) as covered_days,
        from told
    ),

    first_files as (
        select
            source_id,
            min(covers_from) as first_on,
        from covering
        group by all
    ),

    begun as (
        select
            expected.*,
            coalesce(expected.starts_on, first_files.first_on) as begins_on,
        from expected_sources as expected
        left join first_files using (source_id)
    ),

    periods as (
        select
            source_id,
            every,
            within_hours,
            time_zone,
            cast(unnest(generate_series(
                cast(if(every = 'week', date_trunc('week', begins_on), begins_on) as timestamp),
                cast(least($until, coalesce(ends_on, $until), local_date($now, time_zone) + 1) - 1 as timestamp),
                to_days(if(every = 'week', 7, 1)))) as date) as period_start,
        from begun
        where begins_on is not null
    ),

    due as (
        select
            source_id,
            period_start,
            period_start + if(every = 'week', 7, 1) as period_end,
            cast(timezone('UTC', timezone(time_zone, cast(period_start + if(every = 'week', 7, 1) as timestamp))) + to_minutes(cast(60 * within_hours as bigint)) as timestamp) as due_at,
        from periods
    ),

    met as (
        select
            due.source_id,
            due.period_start,
            due.period_end,
            due.due_at,
            max(covering.file_id) filter (where covering.state = 'loaded') as loaded_id,
            max(covering.file_id) as file_id,
        from due
        left join covering
            on covering.source_id = due.source_id
            and covering.covers_from <= due.period_start
            and covering.covers_from + covered_days >= due.period_end
        where due.period_end > $from
        group by all
    )

select
    source_id,
    period_start,
    period_end,
    due_at,
    case
        when loaded_id is not null then 'loaded'
        when file_id is not null then 'refused'
        when due_at <= $now then 'late'
        else 'awaited'
    end as state,
    coalesce(loaded_id, file_id) as file_id,
from met
order by source_id, period_start
