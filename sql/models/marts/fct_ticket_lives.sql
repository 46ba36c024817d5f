-- grain: one row per ticket and interval in which it counts as created, or as a contact only (is_as_merged); refresh: none, a view
-- V1: a ticket that is void counts no more from then on, and again once it is restored; a merged one stays a contact.
select
    fct_tickets.* replace (created_at as visible_from, first_void_at as visible_until),
    false as is_as_merged,
from fct_tickets
where not is_test
    and (first_void_at is null or first_void_at > created_at)
    and (basis = 'events' or not is_void)
union all
select
    fct_tickets.* replace (last_restored_at as visible_from, void_at as visible_until),
    false as is_as_merged,
from fct_tickets
where not is_test
    and last_restored_at is not null
    and (void_at is null or last_restored_at < void_at)
union all
select
    fct_tickets.* replace (void_at as visible_from, cast(null as timestamp_s) as visible_until),
    true as is_as_merged,
from fct_tickets
where not is_test
    and is_merged
