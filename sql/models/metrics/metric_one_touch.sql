-- grain: one row per first solve of a ticket and visible interval: exactly one public reply by a person, one team, no reopen (D3)
select
    'one_touch_rate' as metric,
    fct_ticket_solves.ticket_id as subject_id,
    fct_ticket_solves.source_system,
    fct_ticket_solves.ticket_id,
    fct_ticket_solves.attributed_at,
    fct_ticket_solves.attributed_on,
    fct_ticket_solves.visible_from,
    fct_ticket_solves.visible_until,
    cast(null as varchar) as basis,
    fct_ticket_solves.market,
    fct_ticket_solves.lob,
    fct_ticket_solves.tier,
    fct_ticket_solves.channel,
    fct_ticket_solves.site,
    fct_ticket_solves.team,
    fct_ticket_solves.agent,
    fct_ticket_solves.priority,
    fct_ticket_solves.status,
    fct_ticket_solves.language,
    fct_ticket_solves.category,
    fct_ticket_solves.subcategory,
    fct_ticket_solves.extra,
    cast(fct_ticket_solves.is_one_touch as double) as numerator,
    cast(1 as double) as denominator,
from fct_ticket_solves
where fct_ticket_solves.is_first
    and fct_ticket_solves.is_one_touch is not null
