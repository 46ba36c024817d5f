update review_comments
set withdrawn_at = $withdrawn_at, withdrawn_by = $withdrawn_by
where comment_id = $comment_id
    and withdrawn_at is null
