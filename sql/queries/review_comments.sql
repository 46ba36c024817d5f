-- Every comment that stands, newest first.
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
order by written_at desc, comment_id desc
