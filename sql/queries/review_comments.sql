-- The comments of some weeks, of one number or of all, newest first.
select
    comment_id,
    week_start,
    metric,
    cell,
    body,
    author,
    written_at,
from review_comments
where withdrawn_at is null
    and week_start >= $from_on
    and week_start < $until_on
    and (cast($metric as varchar) is null or metric = $metric)
    and (cast($cell as varchar) is null or cell = $cell)
order by written_at desc, comment_id desc
