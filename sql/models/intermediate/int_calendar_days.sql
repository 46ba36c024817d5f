-- grain: one row per calendar, UTC day and segment of unchanging openness; refresh: whole
-- The way into business time by equality: a hash join on calendar and day finds the one segment that holds an instant, where an asof join
-- would have to sort millions of instants. Open seconds until t = open_before + (t - starts_at, if open).
with hours as (
    select
        calendar_id,
        open_from,
        open_until,
        open_before,
        open_before + open_seconds as open_after,
        lag(open_until) over (partition by calendar_id order by open_from) as closed_from,
        lead(open_from) over (partition by calendar_id order by open_from) as next_open_from,
    from int_calendar_open
),

segments as (
    select calendar_id, open_from as starts_at, open_until as ends_at, open_before, true as is_open from hours
    union all
    select calendar_id, closed_from as starts_at, open_from as ends_at, open_before, false as is_open from hours where closed_from is not null
    union all
    select calendar_id, open_until as starts_at, (select max(ends_at) from int_zone_offsets) as ends_at, open_after as open_before, false as is_open from hours where next_open_from is null
),

days as (
    select
        segments.*,
        unnest(generate_series(cast(starts_at as date), cast(ends_at - interval 1 microsecond as date), interval 1 day)) as day_starts_at,
    from segments
    where starts_at < ends_at
)

select
    calendar_id,
    cast(day_starts_at as date) as on_date,
    starts_at,
    ends_at,
    open_before,
    is_open,
from days
