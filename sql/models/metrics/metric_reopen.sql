-- grain: one row per ticket, week in which it was solved and visible interval: reopened within 7 days (V3; a cohort, maturing for 7 days)
-- A second solve in the same week follows a reopen within it: the first one says it all.
select
    'reopen_rate' as metric,
    fct_ticket_solves.ticket_id || ':' || fct_ticket_solves.solve_no as subject_id,
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
    cast(null as varchar) as contributor,
    cast(fct_ticket_solves.reopened_within_7d as double) as numerator,
    cast(1 as double) as denominator,
from fct_ticket_solves
where fct_ticket_solves.reopened_within_7d is not null
    and fct_ticket_solves.is_first_in_week
