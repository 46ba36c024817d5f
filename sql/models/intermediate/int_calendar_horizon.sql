-- grain: one row; refresh: whole
-- The days that calendars are laid out for: from the year before the first ticket until ten years after the last one (B7: a clock may run
-- as long as it likes). No more, because every calendar has rows for each day. Where it would come out otherwise, everything is built anew.
select
    greatest(timestamp '2000-01-01', date_trunc('year', coalesce(min(created_at), timestamp '2001-01-01')) - interval 1 year) as starts_at,
    date_trunc('year', coalesce(max(created_at), timestamp '2030-01-01')) + interval 10 year as ends_at,
from tickets
