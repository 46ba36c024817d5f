-- grain: one row per decided clock (sla_first_reply, sla_next_reply, sla_resolution, sla_ola) or ticket (sla_all) and visible interval
-- S10: team owned the ticket when its clock was decided, contributor held it longest until then; only clocks have one.
-- S11: met / (met + missed); pending and excluded clocks are not in the rows. sla_all: the ticket's decided customer clocks are all met.
select
    case fct_sla_outcomes.clock
        when 'FRT' then 'sla_first_reply'
        when 'NRT' then 'sla_next_reply'
        when 'RES' then 'sla_resolution'
        else 'sla_ola'
    end as metric,
    fct_sla_outcomes.ticket_id || ':' || fct_sla_outcomes.clock || ':' || fct_sla_outcomes.cycle as subject_id,
    fct_sla_outcomes.source_system,
    fct_sla_outcomes.ticket_id,
    fct_sla_outcomes.attributed_at,
    fct_sla_outcomes.attributed_on,
    fct_sla_outcomes.visible_from,
    fct_sla_outcomes.visible_until,
    fct_sla_outcomes.basis,
    fct_sla_outcomes.market,
    fct_sla_outcomes.lob,
    fct_sla_outcomes.tier,
    fct_sla_outcomes.channel,
    fct_sla_outcomes.site,
    fct_sla_outcomes.team,
    fct_sla_outcomes.agent,
    fct_sla_outcomes.priority,
    fct_sla_outcomes.status,
    fct_sla_outcomes.language,
    fct_sla_outcomes.category,
    fct_sla_outcomes.subcategory,
    fct_sla_outcomes.extra,
    fct_sla_outcomes.contributor_team as contributor,
    cast(fct_sla_outcomes.outcome = 'met' as double) as numerator,
    cast(1 as double) as denominator,
from fct_sla_outcomes
where fct_sla_outcomes.clock in ('FRT', 'NRT', 'RES', 'OLA')
    and fct_sla_outcomes.outcome in ('met', 'missed')
union all
select
    'sla_all' as metric,
    fct_sla_outcomes.ticket_id as subject_id,
    fct_sla_outcomes.source_system,
    fct_sla_outcomes.ticket_id,
    fct_sla_outcomes.attributed_at,
    fct_sla_outcomes.attributed_on,
    answers.visible_from,
    answers.visible_until,
    fct_sla_outcomes.basis,
    fct_sla_outcomes.market,
    fct_sla_outcomes.lob,
    fct_sla_outcomes.tier,
    fct_sla_outcomes.channel,
    fct_sla_outcomes.site,
    fct_sla_outcomes.team,
    fct_sla_outcomes.agent,
    fct_sla_outcomes.priority,
    fct_sla_outcomes.status,
    fct_sla_outcomes.language,
    fct_sla_outcomes.category,
    fct_sla_outcomes.subcategory,
    fct_sla_outcomes.extra,
    cast(null as varchar) as contributor,
    cast(answers.is_all_met as double) as numerator,
    cast(1 as double) as denominator,
from int_sla_ticket_answers as answers
inner join fct_sla_outcomes
    on fct_sla_outcomes.source_system = answers.source_system
    and fct_sla_outcomes.ticket_id = answers.ticket_id
    and fct_sla_outcomes.clock = answers.last_decided.clock
    and fct_sla_outcomes.cycle = answers.last_decided.cycle
    and fct_sla_outcomes.visible_from = answers.last_decided.visible_from
    and fct_sla_outcomes.attributed_on = answers.attributed_on
