-- grain: one row per decided clock (sla_first_reply, sla_next_reply, sla_resolution, sla_ola) and visible interval
-- S10: team owned the ticket when its clock was decided, contributor held it longest until then.
-- S11: met / (met + missed); pending and excluded clocks are not in the rows.
select
    case clock
        when 'FRT' then 'sla_first_reply'
        when 'NRT' then 'sla_next_reply'
        when 'RES' then 'sla_resolution'
        else 'sla_ola'
    end as metric,
    ticket_id || ':' || clock || ':' || cycle as subject_id,
    source_system,
    ticket_id,
    if(outcome = 'met', completed_at, breach_at) as attributed_at,
    attributed_on,
    visible_from,
    visible_until,
    basis,
    market,
    lob,
    tier,
    channel,
    site,
    team,
    agent,
    priority,
    status,
    language,
    category,
    subcategory,
    extra,
    contributor_team as contributor,
    cast(outcome = 'met' as double) as numerator,
    cast(1 as double) as denominator,
from fct_replayed_clocks
where outcome in ('met', 'missed')
union all
select
    case clock
        when 'FRT' then 'sla_first_reply'
        when 'NRT' then 'sla_next_reply'
        when 'RES' then 'sla_resolution'
        else 'sla_ola'
    end as metric,
    ticket_id || ':' || clock || ':' || cycle as subject_id,
    source_system,
    ticket_id,
    attributed_at,
    attributed_on,
    visible_from,
    visible_until,
    basis,
    market,
    lob,
    tier,
    channel,
    site,
    team,
    agent,
    priority,
    status,
    language,
    category,
    subcategory,
    extra,
    contributor_team as contributor,
    cast(outcome = 'met' as double) as numerator,
    cast(1 as double) as denominator,
from fct_reported_decisions
