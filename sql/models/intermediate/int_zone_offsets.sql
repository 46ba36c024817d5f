-- grain: one row per zone that a calendar uses and stretch of unchanging UTC offset; refresh: whole
-- B4 needs the pieces between offset changes. The engine's own zone rules are asked day by day, and a day that differs from the one
-- before is searched by hour, minute and second: no table of zone rules has to be kept.
with zones as (
    select distinct time_zone from calendars
),

days as (
    select
        zones.time_zone,
        day.probed_at,
        local_time(day.probed_at, zones.time_zone) - day.probed_at as utc_offset,
    from zones
    cross join int_calendar_horizon
    cross join unnest(generate_series(int_calendar_horizon.starts_at, int_calendar_horizon.ends_at, interval 1 day)) as day (probed_at)
),

changed_days as (
    select
        time_zone,
        probed_at as day_after,
        lag(probed_at) over (partition by time_zone order by probed_at) as last_old,
        lag(utc_offset) over (partition by time_zone order by probed_at) as old_offset,
        utc_offset as new_offset,
    from days
    qualify old_offset <> new_offset
),

changed_hours as (
    select
        changed_days.time_zone,
        changed_days.day_after,
        changed_days.old_offset,
        changed_days.new_offset,
        max(changed_days.last_old + to_hours(step.n)) as last_old,
    from changed_days
    cross join range(24) as step (n)
    where local_time(changed_days.last_old + to_hours(step.n), changed_days.time_zone) - (changed_days.last_old + to_hours(step.n)) = changed_days.old_offset
    group by all
),

changed_minutes as (
    select
        changed_hours.time_zone,
        changed_hours.day_after,
        changed_hours.old_offset,
        changed_hours.new_offset,
        max(changed_hours.last_old + to_minutes(step.n)) as last_old,
    from changed_hours
    cross join range(60) as step (n)
    where local_time(changed_hours.last_old + to_minutes(step.n), changed_hours.time_zone) - (changed_hours.last_old + to_minutes(step.n)) = changed_hours.old_offset
    group by all
),

changed_seconds as (
    select
        changed_minutes.time_zone,
        changed_minutes.day_after,
        changed_minutes.new_offset as utc_offset,
        max(changed_minutes.last_old + to_seconds(step.n)) + interval 1 second as starts_at,
    from changed_minutes
    cross join range(60) as step (n)
    where local_time(changed_minutes.last_old + to_seconds(step.n), changed_minutes.time_zone) - (changed_minutes.last_old + to_seconds(step.n)) = changed_minutes.old_offset
    group by all
),

pieces as (
    select time_zone, starts_at, utc_offset from changed_seconds
    union all
    select days.time_zone, days.probed_at as starts_at, days.utc_offset from days inner join int_calendar_horizon on days.probed_at = int_calendar_horizon.starts_at
)

select
    pieces.time_zone,
    pieces.starts_at,
    coalesce(lead(pieces.starts_at) over (partition by pieces.time_zone order by pieces.starts_at), int_calendar_horizon.ends_at) as ends_at,
    pieces.utc_offset,
from pieces
cross join int_calendar_horizon
