update review_rebaselines
set withdrawn_at = $withdrawn_at, withdrawn_by = $withdrawn_by
where rebaseline_id = $rebaseline_id
    and withdrawn_at is null
