update review_events
set withdrawn_at = $withdrawn_at, withdrawn_by = $withdrawn_by
where event_id = $event_id
    and withdrawn_at is null
