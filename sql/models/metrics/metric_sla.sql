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
    fct_replayed_clocks.ticket_id as subject_id,
    fct_replayed_clocks.source_system,
    fct_replayed_clocks.ticket_id,
    fct_replayed_clocks.attributed_at,
    fct_replayed_clocks.attributed_on,
    answers.visible_from,
    answers.visible_until,
    fct_replayed_clocks.basis,
    fct_replayed_clocks.market,
    fct_replayed_clocks.lob,
    fct_replayed_clocks.tier,
    fct_replayed_clocks.channel,
    fct_replayed_clocks.site,
    fct_replayed_clocks.team,
    fct_replayed_clocks.agent,
    fct_replayed_clocks.priority,
    fct_replayed_clocks.status,
    fct_replayed_clocks.language,
    fct_replayed_clocks.category,
    fct_replayed_clocks.subcategory,
    fct_replayed_clocks.extra,
    cast(null as varchar) as contributor,
    cast(answers.is_all_met as double) as numerator,
    cast(1 as double) as denominator,
from int_sla_ticket_answers as answers
inner join fct_replayed_clocks
    on fct_replayed_clocks.source_system = answers.source_system
    and fct_replayed_clocks.ticket_id = answers.ticket_id
    and fct_replayed_clocks.clock = answers.last_decided.clock
    and fct_replayed_clocks.cycle = answers.last_decided.cycle
    and fct_replayed_clocks.visible_from = answers.last_decided.visible_from
    and fct_replayed_clocks.attributed_on = answers.attributed_on
union all
select
    'sla_all' as metric,
    ticket_id as subject_id,
    source_system,
    ticket_id,
    frt_attributed_at as attributed_at,
    frt_attributed_on as attributed_on,
    frt_decided_from as visible_from,
    res_decided_from as visible_until,
    sla_basis as basis,
    market,
    lob,
    frt_tier as tier,
    channel,
    nullif(coalesce(frt_site, site), '') as site,
    team,
    agent,
    priority,
    status,
    language,
    category,
    subcategory,
    extra,
    cast(null as varchar) as contributor,
    cast(not frt_is_missed as double) as numerator,
    cast(1 as double) as denominator,
from fct_reported_answers
where frt_decided_from < res_decided_from
union all
select
    'sla_all' as metric,
    ticket_id as subject_id,
    source_system,
    ticket_id,
    res_attributed_at as attributed_at,
    res_attributed_on as attributed_on,
    res_decided_from as visible_from,
    frt_decided_from as visible_until,
    sla_basis as basis,
    market,
    lob,
    res_tier as tier,
    channel,
    nullif(coalesce(res_site, site), '') as site,
    team,
    agent,
    priority,
    status,
    language,
    category,
    subcategory,
    extra,
    cast(null as varchar) as contributor,
    cast(not res_is_missed as double) as numerator,
    cast(1 as double) as denominator,
from fct_reported_answers
where res_decided_from < frt_decided_from
union all
select
    'sla_all' as metric,
    ticket_id as subject_id,
    source_system,
    ticket_id,
    frt_attributed_at as attributed_at,
    frt_attributed_on as attributed_on,
    greatest(frt_decided_from, res_decided_from) as visible_from,
    cast(null as timestamp) as visible_until,
    sla_basis as basis,
    market,
    lob,
    frt_tier as tier,
    channel,
    nullif(coalesce(frt_site, site), '') as site,
    team,
    agent,
    priority,
    status,
    language,
    category,
    subcategory,
    extra,
    cast(null as varchar) as contributor,
    cast(not frt_is_missed and (res_decided_from is null or not res_is_missed) as double) as numerator,
    cast(1 as double) as denominator,
from fct_reported_answers
where frt_decided_from is not null
    and (res_decided_from is null or is_first_reply_last)
union all
select
    'sla_all' as metric,
    ticket_id as subject_id,
    source_system,
    ticket_id,
    res_attributed_at as attributed_at,
    res_attributed_on as attributed_on,
    greatest(frt_decided_from, res_decided_from) as visible_from,
    cast(null as timestamp) as visible_until,
    sla_basis as basis,
    market,
    lob,
    res_tier as tier,
    channel,
    nullif(coalesce(res_site, site), '') as site,
    team,
    agent,
    priority,
    status,
    language,
    category,
    subcategory,
    extra,
    cast(null as varchar) as contributor,
    cast(not res_is_missed and (frt_decided_from is null or not frt_is_missed) as double) as numerator,
    cast(1 as double) as denominator,
from fct_reported_answers
where res_decided_from is not null
    and (frt_decided_from is null or not is_first_reply_last)
