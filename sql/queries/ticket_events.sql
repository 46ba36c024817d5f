-- What happened to one ticket, in order.
select
    occurred_at,
    type,
    actor_type,
    coalesce(is_public, false) as is_public,
    old_value,
    new_value,
from ticket_events
where source_system = $source_system
    and ticket_id = $ticket_id
order by occurred_at, seq, event_id
