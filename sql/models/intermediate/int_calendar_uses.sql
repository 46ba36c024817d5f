-- grain: one row per calendar and open interval, once for each day's worth of open seconds (86,400) that it touches; refresh: whole
-- The way back by equality: due = the interval that holds the last second of the target (B3), breach = the one that holds the first after it (S3).
select
    calendar_id,
    unnest(range(open_before // 86400, (open_before + open_seconds - 1) // 86400 + 1)) as bucket,
    open_from,
    open_before,
    open_before + open_seconds as open_after,
from int_calendar_open
