select
    earlier.calendar_id,
    earlier.version,
    later.version as other_version,
    later.valid_from,
from calendars as earlier
join calendars as later
    on later.calendar_id = earlier.calendar_id
    and later.version > earlier.version
where coalesce(earlier.valid_from, timestamp '1970-01-01') < coalesce(later.valid_to, timestamp '9999-12-31')
    and coalesce(later.valid_from, timestamp '1970-01-01') < coalesce(earlier.valid_to, timestamp '9999-12-31')
