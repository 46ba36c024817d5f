-- grain: one row per ticket that tier 1 handled and interval in which it was escalated within 14 days or not (E1); refresh: none, a view
select
    fct_tickets.* replace (first_tier1_at as visible_from, least(if(escalated_within_14d, first_escalated_at, null), void_at) as visible_until),
    false as is_escalated,
from fct_tickets
where not is_test
    and handled_by_t1
union all
select
    fct_tickets.* replace (first_escalated_at as visible_from, void_at as visible_until),
    true as is_escalated,
from fct_tickets
where not is_test
    and handled_by_t1
    and escalated_within_14d
