-- Business time outside the horizon would silently be nothing (B7).
select
    tickets.source_system,
    tickets.ticket_id,
    tickets.created_at,
from tickets
cross join (select min(starts_at) as starts_at, max(ends_at) as ends_at from int_zone_offsets having count(*) > 0) as horizon
where tickets.created_at < horizon.starts_at
    or tickets.created_at >= horizon.ends_at - interval 5 year
