-- Business time outside the horizon would silently be nothing (B7).
select
    tickets.source_system,
    tickets.ticket_id,
    tickets.created_at,
from tickets
cross join int_calendar_horizon as horizon
where tickets.created_at < horizon.starts_at
    or tickets.created_at >= horizon.ends_at - interval 5 year
