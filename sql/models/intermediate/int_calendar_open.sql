-- grain: one row per calendar and open interval in UTC, disjoint and in order; refresh: whole
-- Business time becomes arithmetic (B2): with open_before(t) = the open seconds of the calendar until t, found by an asof join,
-- business seconds of [a, b) are open_before(b) - open_before(a), and a due or breach instant (B3, S3) is the inverse lookup.
with spans as (
    select
        time_zone,
        min(starts_at) as starts_at,
        max(ends_at) as ends_at,
    from int_zone_offsets
    group by all
),

local_days as (
    select
        calendars.calendar_id,
        calendars.version,
        cast(unnest(generate_series(
            cast(greatest(spans.starts_at, coalesce(calendars.valid_from, spans.starts_at)) as date) - 2,
            cast(least(spans.ends_at, coalesce(calendars.valid_to, spans.ends_at)) as date) + 2,
            interval 1 day
        )) as date) as on_date,
    from calendars
    inner join spans on spans.time_zone = calendars.time_zone
),

windows as (
    select
        local_days.calendar_id,
        local_days.version,
        local_days.on_date,
        calendar_weekly.from_local,
        calendar_weekly.to_local,
        'weekly' as kind,
    from local_days
    inner join calendar_weekly
        on calendar_weekly.calendar_id = local_days.calendar_id
        and calendar_weekly.version = local_days.version
        and calendar_weekly.dow = isodow(local_days.on_date)
    union all
    select
        calendar_id,
        version,
        on_date,
        coalesce(from_local, '00:00') as from_local,
        coalesce(to_local, '24:00') as to_local,
        lower(kind) as kind,
    from calendar_exceptions
),

clocked as (
    select
        calendar_id,
        version,
        on_date,
        kind,
        to_minutes(60 * cast(split_part(from_local, ':', 1) as integer) + cast(split_part(from_local, ':', 2) as integer)) as from_time,
        to_minutes(60 * cast(split_part(to_local, ':', 1) as integer) + cast(split_part(to_local, ':', 2) as integer)) as to_time,
    from windows
),

local_windows as (
    select
        calendar_id,
        version,
        kind,
        on_date + from_time as from_at,
        -- B1: an end at or before the start runs past midnight.
        on_date + to_time + case when to_time <= from_time then interval 1 day else interval 0 day end as until_at,
    from clocked
),

edges as (
    select calendar_id, version, kind, from_at as edge_at, 1 as change from local_windows
    union all
    select calendar_id, version, kind, until_at as edge_at, -1 as change from local_windows
),

edge_totals as (
    select
        calendar_id,
        version,
        edge_at,
        sum(change) filter (where kind = 'weekly') as weekly,
        sum(change) filter (where kind = 'closed') as closed,
        sum(change) filter (where kind = 'open') as opened,
    from edges
    group by all
),

local_segments as (
    select
        calendar_id,
        version,
        edge_at as from_at,
        lead(edge_at) over (partition by calendar_id, version order by edge_at) as until_at,
        coalesce(sum(weekly) over (partition by calendar_id, version order by edge_at), 0) as weekly,
        coalesce(sum(closed) over (partition by calendar_id, version order by edge_at), 0) as closed,
        coalesce(sum(opened) over (partition by calendar_id, version order by edge_at), 0) as opened,
    from edge_totals
),

local_open as (
    -- B1: (weekly minus closures) plus openings; on the wall clock's own line a closure cuts an overnight shift at midnight (B5).
    select
        calendar_id,
        version,
        from_at,
        until_at,
    from local_segments
    where until_at is not null
        and ((weekly > 0 and closed = 0) or opened > 0)
),

utc_open as (
    -- B4: a reading counts once for every offset that shows it; B6: each instant uses the version valid then.
    select
        local_open.calendar_id,
        greatest(
            local_open.from_at - int_zone_offsets.utc_offset,
            int_zone_offsets.starts_at,
            coalesce(calendars.valid_from, int_zone_offsets.starts_at)
        ) as open_from,
        least(
            local_open.until_at - int_zone_offsets.utc_offset,
            int_zone_offsets.ends_at,
            coalesce(calendars.valid_to, int_zone_offsets.ends_at)
        ) as open_until,
    from local_open
    inner join calendars
        on calendars.calendar_id = local_open.calendar_id
        and calendars.version = local_open.version
    inner join int_zone_offsets
        on int_zone_offsets.time_zone = calendars.time_zone
        and int_zone_offsets.starts_at + int_zone_offsets.utc_offset < local_open.until_at
        and int_zone_offsets.ends_at + int_zone_offsets.utc_offset > local_open.from_at
),

marked as (
    select
        calendar_id,
        open_from,
        open_until,
        max(open_until) over (
            partition by calendar_id order by open_from, open_until
            rows between unbounded preceding and 1 preceding
        ) as open_so_far,
    from utc_open
    where open_from < open_until
),

islands as (
    select
        calendar_id,
        open_from,
        open_until,
        -- Adjoining hours are one interval: the 24x7 calendar is one row, not one per day (B8).
        sum(case when open_from <= open_so_far then 0 else 1 end) over (partition by calendar_id order by open_from, open_until) as island,
    from marked
),

intervals as (
    select
        calendar_id,
        min(open_from) as open_from,
        max(open_until) as open_until,
    from islands
    group by calendar_id, island
)

select
    calendar_id,
    open_from,
    open_until,
    cast(epoch(open_until - open_from) as bigint) as open_seconds,
    cast(coalesce(sum(epoch(open_until - open_from)) over (
        partition by calendar_id order by open_from
        rows between unbounded preceding and 1 preceding
    ), 0) as bigint) as open_before,
from intervals
