select
    week,
    zone,
    as_of,
    frozen_at,
    frozen_by,
    note,
    data_version,
from frozen_weeks
order by first_day
