select
    reason,
    label,
    position,
    valid_from,
    valid_until,
from miss_reasons
order by position, valid_from
