-- C8: the visible intervals of a clock never overlap. (Those of reported tickets cannot: one ends where the next begins, by the same column.)
select
    source_system,
    ticket_id,
    clock,
    cycle,
    visible_from,
    visible_until,
from fct_replayed_clocks
where visible_until is not null
    and visible_from >= visible_until
union all
select
    source_system,
    ticket_id,
    clock,
    cycle,
    visible_from,
    visible_until,
from (
    select
        source_system,
        ticket_id,
        clock,
        cycle,
        visible_from,
        visible_until,
        lead(visible_from) over (partition by source_system, ticket_id, clock, cycle order by visible_from) as next_from,
    from fct_replayed_clocks
) as followed
where next_from < coalesce(visible_until, timestamp '9999-01-01')
