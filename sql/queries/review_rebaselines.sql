select
    rebaseline_id,
    metric,
    cell,
    week_start,
    reason,
    author,
    written_at,
from review_rebaselines
where withdrawn_at is null
order by week_start, rebaseline_id
